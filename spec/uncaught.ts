/**
 * Errors that nobody can catch.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import { METHODS } from "./harness.js";

/** The id of the clause that tells of the errors which came uncaught in the whole check. */
export const ABOUT_UNCAUGHT = "store/leaves-no-error-uncaught";

/** Errors that nobody can catch. It is the last clause, so that it knows of those in all others. */
export const uncaught: readonly Clause[] = [
  {
    id: ABOUT_UNCAUGHT,
    level: "MUST",
    method: "whole store",
    title: "lets every error reach the caller, and leaves none uncaught",
    why: "Node ends the process of an app on an error that nobody catches, for all its users.",
    source: "this project: the SDK's db_store throws inside a callback",
    async check(t) {
      // The calls that most often leave an error. Besides, it fails for those in other clauses.
      for (const id of ["unknown", ""]) {
        await t.reachesCaller("findTokenById", id);
        await t.reachesCaller("deleteToken", id);
      }
      for (const fields of [{}, { userName: "ann" }, { userName: "ann", refreshToken: "R" }]) {
        await t.reachesCaller("findToken", t.token(fields));
        await t.reachesCaller("saveToken", t.token(fields));
      }
      for (const wrong of [undefined, null, {}, 7]) {
        for (const name of METHODS) await t.reachesCaller(name, wrong);
      }
    },
  },
];
