/**
 * The reference model: the contract as a pure function over a plain array.
 *
 * It is written apart from the stores' `token-matching`, on purpose: a mistake in the one is found by
 * the other.
 *
 * @module
 */
import type { Field, StoredFields, TokenFields } from "./token-fields.js";
import { FIELDS, withoutBlanks } from "./token-fields.js";

/** A call of one of the six methods, as plain values. */
export type Call =
  | { readonly method: "findToken" | "saveToken"; readonly token: TokenFields }
  | { readonly method: "deleteToken" | "findTokenById"; readonly id: string }
  | { readonly method: "getTokens" | "deleteTokens" };

/** What a store answered to a call. */
export interface Answer {
  /** Tells whether the call rejected. */
  readonly isRefused: boolean;

  /** What it resolved to: a token by its fields, `null`, a list sorted by id, or `undefined`. */
  readonly value: unknown;

  /** The token that was passed in, as it was after the call; for `findToken` and `saveToken`. */
  readonly argument?: TokenFields;
}

/** One of the ways in which a correct store may answer. */
export interface Admissible {
  readonly answer: Answer;

  /** The whole content after the call. */
  readonly rows: readonly StoredFields[];
}

/** Stands for the id of a new token where the store has made none that will do. */
export const NEW_ID = "an id that no stored token has";

/**
 * Tells what a correct store may answer to a call.
 *
 * @param rows - The whole content before the call.
 * @param call - The call.
 * @param madeId - The id that the store chose, for a token that is inserted without one.
 * @returns At least one answer; several where rows tie.
 */
export function admissible(
  rows: readonly StoredFields[],
  call: Call,
  madeId: string | undefined,
): readonly Admissible[] {
  switch (call.method) {
    case "findToken":
      return find(rows, withoutBlanks(call.token));
    case "saveToken":
      return save(rows, withoutBlanks(call.token), madeId);
    case "findTokenById": {
      const value = rows.find((row) => row.id === call.id) ?? null;
      return [{ answer: { isRefused: false, value }, rows }];
    }
    case "getTokens":
      return [{ answer: { isRefused: false, value: rows }, rows }];
    case "deleteToken":
      return [done(rows.filter((row) => row.id !== call.id))];
    case "deleteTokens":
      return [done([])];
  }
}

/**
 * The lookup ladder: the stored tokens that a token may mean. Where several tie, any of them.
 *
 * @param wanted - A token without blank fields.
 */
export function candidates(rows: readonly StoredFields[], wanted: TokenFields): StoredFields[] {
  for (const key of ladder(wanted)) {
    if (wanted[key] === undefined) continue;
    const hits = rows.filter((row) => row[key] === wanted[key] && mayBe(row, wanted, key));
    if (hits.length > 0) return hits;
  }
  return [];
}

function ladder(wanted: TokenFields): Field[] {
  const isBare = wanted.clientId === undefined && wanted.clientSecret === undefined;
  const weakest: Field[] = isBare ? ["id"] : ["accessToken", "id"];
  return [
    "userName",
    ...(isBare ? ["accessToken" as const] : []),
    "grantToken",
    "refreshToken",
    ...weakest,
  ];
}

/** The two guards: another user's row, and another client's token. */
function mayBe(row: StoredFields, wanted: TokenFields, key: Field): boolean {
  const clash = (field: Field) =>
    row[field] !== undefined && wanted[field] !== undefined && row[field] !== wanted[field];
  const isToken = key === "grantToken" || key === "refreshToken" || key === "accessToken";
  return !(key !== "userName" && clash("userName")) && !(isToken && clash("clientId"));
}

function find(rows: readonly StoredFields[], wanted: TokenFields): Admissible[] {
  const hits = candidates(rows, wanted);
  if (hits.length === 0) {
    return [{ answer: { isRefused: false, value: null, argument: wanted }, rows }];
  }
  return hits.map((row) => {
    const completed = { ...row, ...wanted, id: row.id };
    return { answer: { isRefused: false, value: completed, argument: completed }, rows };
  });
}

function save(
  rows: readonly StoredFields[],
  given: TokenFields,
  madeId: string | undefined,
): Admissible[] {
  const hits = candidates(rows, given);
  if (hits.length === 0) return [insert(rows, given, madeId)];
  return hits.map((hit) => {
    const updated = { ...hit, ...given, id: hit.id };
    const after = rows.map((row) => (row === hit ? updated : row));
    return saved(after, given, hit.id);
  });
}

function insert(
  rows: readonly StoredFields[],
  given: TokenFields,
  madeId: string | undefined,
): Admissible {
  const isFree = (id: string) => isPossibleId(id) && rows.every((row) => row.id !== id);
  const id = given.id ?? (madeId !== undefined && isFree(madeId) ? madeId : NEW_ID);
  const hasToken = FIELDS.some((field) => field.endsWith("Token") && given[field] !== undefined);
  if (!hasToken || !isFree(id)) {
    return { answer: { isRefused: true, value: undefined, argument: given }, rows };
  }
  return saved([...rows, { ...given, id }], given, id);
}

/** An id is a string, 1 to 10 characters long. */
export function isPossibleId(id: unknown): boolean {
  return typeof id === "string" && id !== "" && [...id].length <= 10;
}

function saved(rows: readonly StoredFields[], given: TokenFields, id: string): Admissible {
  return { answer: { isRefused: false, value: undefined, argument: { ...given, id } }, rows };
}

function done(rows: readonly StoredFields[]): Admissible {
  return { answer: { isRefused: false, value: undefined }, rows };
}
