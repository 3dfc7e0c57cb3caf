/**
 * Which clause decides what in the lookup ladder. The page on the ladder shows it as tables, and the
 * ladder that can be tried shows it step by step. Nothing here needs Node, so that both can read it.
 *
 * @module
 */
import type { KeyColumn } from "../../src/token-matching.js";
import type { TokenRow } from "../../src/token-row.js";

/** How a key is called in sentences. */
export const KEY_NAMES: Readonly<Record<KeyColumn, string>> = {
  user_name: "user name",
  access_token: "access token",
  grant_token: "grant token",
  refresh_token: "refresh token",
  id: "id",
};

/** The ids of the clauses that say the same of finding and of saving. */
export interface FindAndSave {
  readonly find: string;
  readonly save: string;
}

/** Which clauses try every combination of keys, also those that no clause of their own decides. */
export const EVERY_COMBINATION: FindAndSave = {
  find: "find/every-combination",
  save: "save/every-combination",
};

/**
 * Names the clauses that say that a key finds a stored token.
 *
 * @param hasClient - Whether client credentials stand beside the key. They make an access token a
 *   weaker key, which has clauses of its own.
 */
export function keyClauses(column: KeyColumn, hasClient: boolean): FindAndSave {
  const beside = hasClient && column === "access_token" ? "-with-client" : "";
  const name = `${SLUGS[column]}${beside}`;
  return { find: `find/by-${name}`, save: `save/updates-by-${name}` };
}

/**
 * Names the clause that says which of two keys wins, where each finds another stored token.
 *
 * @returns The clause on these two keys, or else the one that tries every combination.
 */
export function orderClause(stronger: KeyColumn, weaker: KeyColumn): string {
  const id = `find/${SLUGS[stronger]}-before-${SLUGS[weaker]}`;
  return ORDER_CLAUSES.includes(id) ? id : EVERY_COMBINATION.find;
}

/** The clauses on two keys, each of which names its own two. */
export const ORDER_CLAUSES: readonly string[] = [
  "find/user-before-access-token",
  "find/access-token-before-grant-token",
  "find/grant-token-before-refresh-token",
  "find/refresh-token-before-access-token",
  "find/access-token-before-id",
];

/** The clause that says that a key which finds nothing leads on to the next one. */
export const FALLS_THROUGH = "find/falls-through";

/** What a guard compares, and the ids of the clauses that decide whether the two sides may match. */
export interface GuardCase {
  /** What the stored token bears; `null` for nothing. */
  readonly stored: string | null;

  /** What the given token bears; `null` for nothing. */
  readonly given: string | null;

  readonly clauses: readonly string[];
}

/** The cases of the owner guard, which compares user names. */
export const OWNER_CASES: readonly GuardCase[] = [
  { stored: null, given: null, clauses: ["find/by-refresh-token"] },
  { stored: null, given: "ann", clauses: ["find/falls-through", "save/claims"] },
  { stored: "ann", given: null, clauses: ["find/owned-by-key"] },
  { stored: "ann", given: "ann", clauses: ["find/by-user"] },
  {
    stored: "ann",
    given: "bob",
    clauses: ["find/never-another-users", "save/never-takes-over"],
  },
];

/** The cases of the client guard, which compares client ids. */
export const CLIENT_CASES: readonly GuardCase[] = [
  { stored: null, given: null, clauses: ["find/by-refresh-token"] },
  { stored: null, given: "C", clauses: ["find/client-on-one-side"] },
  { stored: "C", given: null, clauses: ["find/client-on-one-side"] },
  { stored: "C", given: "C", clauses: ["find/by-grant-token"] },
  {
    stored: "C",
    given: "D",
    clauses: [
      "find/never-another-clients",
      "save/never-across-clients",
      "find/user-across-clients",
      "find/id-across-clients",
    ],
  },
];

/** The clauses on a client secret, which the guards do not compare. */
export const SECRET_NOT_COMPARED: FindAndSave = {
  find: "find/secret-not-compared",
  save: "save/rotated-secret",
};

/** The clauses on keys that no guard withholds although the client ids differ. */
export const ACROSS_CLIENTS: Readonly<Partial<Record<KeyColumn, string>>> = {
  user_name: "find/user-across-clients",
  id: "find/id-across-clients",
};

/** What comes of a call, and the clauses that say so. */
export const OUTCOME_CLAUSES = {
  isMeant: { find: "find/completes", save: "save/changes-one-row" },
  isNotMeant: { find: "find/miss-is-null", save: "save/inserts" },
  nothingToStore: "save/nothing-to-store",
  idTaken: "save/taken-id-rejects",
} as const;

/** A token that has no key, in words and as the fields that it carries, and the clause on it. */
export interface NoKeyCase {
  readonly given: string;
  readonly fields: Partial<TokenRow>;
  readonly clause: string;
}

/** The tokens that mean no stored token. */
export const NO_KEY_CASES: readonly NoKeyCase[] = [
  { given: "nothing at all", fields: {}, clause: "find/no-key" },
  { given: "a redirect URL", fields: { redirect_url: "x" }, clause: "find/no-key" },
  {
    given: "client credentials",
    fields: { client_id: "C", client_secret: "S" },
    clause: "find/client-is-no-key",
  },
];

/** How a key is called in the ids of clauses. */
const SLUGS: Readonly<Record<KeyColumn, string>> = {
  user_name: "user",
  access_token: "access-token",
  grant_token: "grant-token",
  refresh_token: "refresh-token",
  id: "id",
};
