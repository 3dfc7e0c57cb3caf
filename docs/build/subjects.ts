/**
 * What the contract is about: the six methods, and the whole store.
 *
 * @module
 */
import type { Clause } from "../../spec/clause.js";
import { clauses } from "../../spec/clauses.js";
import { METHODS } from "../../spec/harness.js";

/** A method, or what holds of all of them. */
export type Subject = Clause["method"];

/** What has a page of its own, in reading order. */
export const SUBJECTS: readonly Subject[] = [...METHODS, "whole store"];

/** Says the title of a page. */
export function titleOf(subject: Subject): string {
  return subject === "whole store" ? "The whole store" : subject;
}

/** Gives the clauses of a page, in reading order. */
export function clausesOf(subject: Subject): readonly Clause[] {
  return clauses.filter((clause) => clause.method === subject);
}
