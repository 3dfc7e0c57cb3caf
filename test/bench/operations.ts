/**
 * The calls that are measured.
 *
 * @module
 */
import type { Round, Subject } from "./contenders/contender.js";
import { rowOf } from "./tokens.js";

/** A kind of call. */
export interface Operation {
  /** Names it in tables. */
  readonly title: string;

  /** The fewest and the most calls in a round. */
  readonly calls: readonly [least: number, most: number];

  /** Makes a round of calls, one for each of these users, and tells how long one took. */
  run(subject: Subject, users: readonly number[]): Promise<Round>;
}

/** The SDK's hot path: what it asks before each request, once a token has an id. */
export const FIND_BY_ID: Operation = {
  title: "find by id",
  calls: [1, 1000],
  run: (subject, users) => subject.findById(users),
};

/** What an app asks first, for a user who comes back. */
export const FIND_BY_USER: Operation = {
  title: "find by user",
  calls: [1, 1000],
  run: (subject, users) => subject.findByUser(users),
};

/** What the SDK saves each hour: a token that is stored already, with a new access token. */
export const SAVE: Operation = {
  title: "save",
  calls: [1, 1000],
  run: (subject, users) => subject.save(users.map(refreshed)),
};

/** The same for 100 tokens whose saves are in flight together, the cost of each. */
export const SAVE_AT_ONCE: Operation = {
  title: "100 saves at once, each",
  calls: [100, 100],
  run: (subject, users) => subject.saveAtOnce(users.map(refreshed)),
};

/** Lists every token, as a cleanup does. */
export const GET_TOKENS: Operation = {
  title: "getTokens",
  calls: [1, 100],
  run: (subject, users) => subject.getTokens(users.length),
};

/** All of them, in the order of the page. */
export const OPERATIONS = [FIND_BY_ID, FIND_BY_USER, SAVE, SAVE_AT_ONCE, GET_TOKENS] as const;

let versions = 0;

/** No two saves are the same: a store may skip one that changes nothing. */
function refreshed(user: number) {
  versions += 1;
  return rowOf(user, versions);
}
