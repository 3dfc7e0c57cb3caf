/**
 * Places in source code that have a name.
 *
 * @module
 */
import ts from "typescript";

/** A function, method, field or constant of a source file. */
export interface Member {
  readonly name: string;

  /** Where it begins and ends, in characters. */
  readonly start: number;
  readonly end: number;
}

/** Lists what a source file declares: at its top, and in its classes. */
export function membersOf(source: string): Member[] {
  const file = ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true);
  return file.statements.flatMap(declaredBy).map((node) => ({
    name: node.name?.getText() ?? "constructor",
    start: node.getStart(),
    end: node.getEnd(),
  }));
}

/**
 * Names the member that holds a place.
 *
 * @throws Error when none does.
 */
export function memberAt(offset: number, source: string): string {
  const member = membersOf(source).find(({ start, end }) => start <= offset && offset < end);
  if (member === undefined) throw new Error(`no member holds character ${offset}`);
  return member.name;
}

/** Puts code on one line, so that it reads the same however it is wrapped. */
export function onOneLine(code: string): string {
  return code.replace(/\s+/g, " ").trim();
}

function declaredBy(statement: ts.Statement): readonly ts.NamedDeclaration[] {
  if (ts.isClassDeclaration(statement)) return statement.members;
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations;
  return ts.isFunctionDeclaration(statement) ? [statement] : [];
}
