/**
 * sql.js in a page: it is a script of its own, which is loaded when the first database is opened.
 *
 * @module
 */
import type { InitSqlJsStatic, SqlJsStatic } from "sql.js";
import { loadScript } from "./load-script.js";

/** Starts sql.js. Every call gives the same. */
export default async function startSqlJs(): Promise<SqlJsStatic> {
  await loadScript("sql-wasm.js");
  // The script leaves its function behind, with the WebAssembly in it.
  const start: InitSqlJsStatic | undefined = Reflect.get(globalThis, "initSqlJs");
  if (start === undefined) throw new Error("sql.js did not load");
  return start();
}
