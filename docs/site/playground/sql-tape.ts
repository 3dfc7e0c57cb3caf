/**
 * Records the SQL that the store runs, by listening to sql.js.
 *
 * @module
 */
import initSqlJs, { type BindParams, type Statement } from "sql.js";

/** A statement that ran, and what its question marks stood for. */
export interface RanStatement {
  readonly sql: string;
  readonly values: readonly (string | null)[];
}

let tape: RanStatement[] = [];
let listening: Promise<void> | null = null;

/** Begins to listen. Every statement of every database of this page is recorded from then on. */
export async function listenToSql(): Promise<void> {
  listening ??= listen();
  try {
    await listening;
  } catch (error) {
    // sql.js could not be loaded. The next time it may be.
    listening = null;
    throw error;
  }
}

/** Gives what ran since it was asked the last time. */
export function takeSql(): readonly RanStatement[] {
  const ran = tape;
  tape = [];
  return ran;
}

/** The store binds values before each run, an empty list where there are none. */
async function listen(): Promise<void> {
  const prototype = await statementPrototype();
  const { bind } = prototype;
  prototype.bind = function (this: Statement, values?: BindParams) {
    tape.push({ sql: this.getSQL(), values: toTexts(values) });
    return bind.call(this, values);
  };
}

/** sql.js starts once, so the store's statements have this very prototype. It is not exported. */
async function statementPrototype(): Promise<Statement> {
  const { Database } = await initSqlJs();
  const database = new Database();
  const statement = database.prepare("SELECT 1");
  database.close();
  return Object.getPrototypeOf(statement);
}

/** The store binds texts and nothing else. */
function toTexts(values: BindParams | undefined): readonly (string | null)[] {
  return Array.isArray(values)
    ? values.map((value) => (value === null ? null : String(value)))
    : [];
}
