/**
 * What Stryker says of each mutant, in the few words that the rest needs.
 *
 * @module
 */
import { memberAt, onOneLine } from "./source.js";

/** One small change of a source file, described so that it is known again when lines shift. */
export interface Mutant {
  /** The file, as a path in this repository. */
  readonly file: string;

  /** The function, method, field or constant that holds the change. */
  readonly member: string;

  /** The code that was changed, on one line. */
  readonly original: string;

  /** What it was changed to, on one line. */
  readonly replacement: string;
}

/** What became of a mutant when the tests ran. No test reaches code without coverage. */
export type Fate = "killed" | "timed out" | "survived" | "no coverage";

/** A mutant with its fate. */
export interface JudgedMutant extends Mutant {
  readonly fate: Fate;
}

/** The part of Stryker's JSON report that is read here. */
export interface StrykerReport {
  readonly files: Readonly<Record<string, StrykerFile>>;
}

interface StrykerFile {
  readonly source: string;
  readonly mutants: readonly StrykerMutant[];
}

interface StrykerMutant {
  readonly replacement: string;
  readonly status: string;
  readonly statusReason?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

/** A place in a file. Both numbers start at 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

const FATES: Readonly<Record<string, Fate>> = {
  Killed: "killed",
  Timeout: "timed out",
  Survived: "survived",
  NoCoverage: "no coverage",
};

/**
 * Reads the mutants out of a report.
 *
 * @throws Error when the tests came to no verdict on one: then no figure is worth anything.
 */
export function mutantsIn(report: StrykerReport): JudgedMutant[] {
  return Object.entries(report.files).flatMap(([file, { source, mutants }]) =>
    mutants.map((mutant) => toMutant(file, source, mutant)),
  );
}

/** Tells whether nothing has noticed a mutant. */
export function isAlive({ fate }: JudgedMutant): boolean {
  return fate === "survived" || fate === "no coverage";
}

function toMutant(file: string, source: string, mutant: StrykerMutant): JudgedMutant {
  const start = offsetOf(mutant.location.start, source);
  const end = offsetOf(mutant.location.end, source);
  const member = memberAt(start, source);
  const original = onOneLine(source.slice(start, end));
  const fate = FATES[mutant.status];
  if (fate === undefined) {
    const reason = mutant.statusReason ?? "no reason given";
    throw new Error(`no verdict on ${original} in ${member}, ${file}: ${mutant.status}, ${reason}`);
  }
  return { file, member, original, replacement: onOneLine(mutant.replacement), fate };
}

function offsetOf({ line, column }: Position, source: string): number {
  const before = source.split("\n").slice(0, line - 1);
  return before.reduce((sum, { length }) => sum + length + 1, column - 1);
}
