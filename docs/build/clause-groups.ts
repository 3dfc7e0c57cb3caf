/**
 * Which clauses of a page belong together.
 *
 * @module
 */
import { calls } from "../../spec/calls.js";
import type { Clause } from "../../spec/clause.js";
import { concurrency } from "../../spec/concurrency.js";
import { failure } from "../../spec/failure.js";
import { completion } from "../../spec/find-token/completion.js";
import { guards } from "../../spec/find-token/guards.js";
import { keys } from "../../spec/find-token/keys.js";
import { misses } from "../../spec/find-token/misses.js";
import { order } from "../../spec/find-token/order.js";
import { instances } from "../../spec/instances.js";
import { inserting } from "../../spec/save-token/inserting.js";
import { repeating } from "../../spec/save-token/repeating.js";
import { updating } from "../../spec/save-token/updating.js";
import { secrets } from "../../spec/secrets.js";
import { storage } from "../../spec/storage.js";
import { strings } from "../../spec/strings.js";
import { clausesOf, type Subject } from "./subjects.js";

/** Clauses under one heading. */
export interface ClauseGroup {
  /** The heading; `null` where a page has a few clauses, and all of them in one group. */
  readonly heading: string | null;

  readonly clauses: readonly Clause[];
}

/** The files of `spec` that are about a part of a subject, in reading order. */
const PARTS: Readonly<Partial<Record<Subject, readonly ClauseGroup[]>>> = {
  findToken: [
    { heading: "Which keys find a token", clauses: keys },
    { heading: "Which key comes first", clauses: order },
    { heading: "What a key must not find", clauses: guards },
    { heading: "When nothing is found", clauses: misses },
    { heading: "What a match does", clauses: completion },
  ],
  saveToken: [
    { heading: "Storing a new token", clauses: inserting },
    { heading: "Updating a stored token", clauses: updating },
    { heading: "Saving again, and refusing", clauses: repeating },
  ],
  "whole store": [
    { heading: "How methods are called", clauses: calls },
    { heading: "What is handed in and out", clauses: instances },
    { heading: "Strings", clauses: strings },
    { heading: "Reopening and sharing", clauses: storage },
    { heading: "When a call fails", clauses: failure },
    { heading: "Calls at once", clauses: concurrency },
    { heading: "Secrets", clauses: secrets },
  ],
};

/** Parts the clauses of a subject into groups, all in reading order; those of no part come last. */
export function clauseGroups(subject: Subject): readonly ClauseGroup[] {
  const all = clausesOf(subject);
  const parts = PARTS[subject];
  if (parts === undefined) return [{ heading: null, clauses: all }];
  const grouped = parts.flatMap(({ clauses }) => clauses);
  const rest = all.filter((clause) => !grouped.includes(clause));
  return [...parts, { heading: "All of it together", clauses: rest }];
}
