/**
 * Removes stored tokens that nobody can use any more, or that nobody has used for long.
 *
 * It works on any store with the six methods, whichever SDK its tokens are of.
 *
 * @see `docs/cleaning-up.md`, which tokens not to remove
 * @module
 */
import type { OAuthToken } from "./sdk.js";
import { refusal } from "./token-row.js";

/**
 * What the clean-up uses of a store with the six methods. It asks for less than the official
 * interface grants, so that every store fits, those of the SDK itself among them.
 */
export interface PurgeableStore {
  /** Lists every stored token; `null` stands for none in the official interface. */
  getTokens(): Promise<readonly IdentifiedToken[] | null>;

  /** Gives the stored token with this id; `null` or `undefined` when there is none. */
  findTokenById(id: string): Promise<unknown>;

  /** Removes the stored token with this id. */
  deleteToken(id: string): Promise<void>;
}

/** What the clean-up itself uses of a token. */
export interface IdentifiedToken {
  /** Gives the id under which the token is stored. */
  getId(): string | null | undefined;
}

/** What the predicates below use of a token. */
export interface RenewableToken {
  /** Gives the token that buys access tokens. */
  getRefreshToken(): string | null | undefined;

  /** Gives the authorization code of a first login. */
  getGrantToken(): string | null | undefined;

  /** Gives when the access token ends: milliseconds since the Unix epoch, as a decimal string. */
  getExpiresIn(): string | null | undefined;
}

/**
 * Deletes the stored tokens of which a predicate says that they are dead.
 *
 * Each of them is read again right before it is deleted, and stays if it is alive by then: it may
 * have been renewed since the tokens were listed.
 *
 * Not promised: that a token is spared which is renewed between that second look and the delete. The
 * six methods have no "delete unless it has changed". So call only those tokens dead that nobody
 * renews.
 *
 * @param store - The store to clean up, of whichever SDK.
 * @param isDead - Tells whether a token is dead at a time in milliseconds since the Unix epoch. It
 *   gets tokens of the class that the store hands out, and is asked twice of each that it calls dead.
 * @param nowMs - The time to judge by, in milliseconds since the Unix epoch; now when left out.
 * @returns The ids of the deleted tokens; an empty array when none was dead.
 * @throws SDKException when `store` lacks one of the three methods, or `isDead` is no function, or
 *   `nowMs` no number. Nothing was deleted.
 * @throws SDKException when `isDead` gives anything but `true` or `false`, such as a promise.
 * @throws Whatever the store or `isDead` throws. What was deleted until then stays deleted.
 */
export async function purgeTokens<Token = OAuthToken>(
  store: PurgeableStore,
  isDead: (token: Token, nowMs: number) => boolean,
  nowMs: number = Date.now(),
): Promise<string[]> {
  refuseUnfit(store, isDead, nowMs);
  // The official interface types stored tokens as less than they are.
  const isDeadNow = (token: unknown) => checkVerdict(isDead(token as Token, nowMs));
  const deleted: string[] = [];
  for (const token of (await store.getTokens()) ?? []) {
    const id = token.getId() ?? "";
    if (id === "" || !isDeadNow(token)) continue;
    const current = await store.findTokenById(id);
    if (current === null || current === undefined || !isDeadNow(current)) continue;
    await store.deleteToken(id);
    deleted.push(id);
  }
  return deleted;
}

/** Callers may be plain JavaScript; a bare TypeError would not say which argument is meant. */
function refuseUnfit(store: unknown, isDead: unknown, nowMs: unknown): void {
  const methods = ["getTokens", "findTokenById", "deleteToken"];
  const missing = methods.find((name) => typeof Reflect.get(Object(store), name) !== "function");
  if (missing !== undefined) {
    throw refusal(`purgeTokens needs a token store first, and what it got has no ${missing}().`);
  }
  if (typeof isDead !== "function") {
    throw refusal(
      "purgeTokens needs a function that tells which tokens are dead: isBeyondRenewal.",
    );
  }
  if (typeof nowMs === "number" && !Number.isNaN(nowMs)) return;
  throw refusal("the time to judge by must be a number of milliseconds; leave it out for now.");
}

/**
 * Tells whether a token's access token has ended, and nothing is left to renew it by: it has
 * neither a refresh token nor a grant token. For {@link purgeTokens}.
 *
 * @param nowMs - The time to judge by, in milliseconds since the Unix epoch.
 * @returns `false` where the end is not known.
 */
export function isBeyondRenewal(token: RenewableToken, nowMs: number): boolean {
  if (token.getRefreshToken() || token.getGrantToken()) return false;
  const endMs = accessEndMs(token);
  return endMs !== null && endMs <= nowMs;
}

/**
 * Makes a predicate for {@link purgeTokens}: whether a token's access token ended longer ago than so
 * many days.
 *
 * An access token ends about an hour after it was bought, so such a token was not renewed for those
 * days and an hour more. It may have a refresh token that is still good: its user must log in again
 * once it is deleted.
 *
 * @param days - More than 0; it need not be a whole number.
 * @returns The predicate. It gives `false` where the end is not known.
 * @throws SDKException when `days` is not a number above 0.
 */
export function notRenewedFor(days: number): (token: RenewableToken, nowMs: number) => boolean {
  if (!(Number.isFinite(days) && days > 0)) {
    throw refusal("days must be a number above 0: each token that has ended would be dead at 0.");
  }
  return (token, nowMs) => {
    const endMs = accessEndMs(token);
    return endMs !== null && nowMs - endMs > days * DAY_MS;
  };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Milliseconds since the epoch have 13 digits from 2001 to 2286. Whatever has not is a time in
 * seconds, or a duration, since the official getter's name sounds like one: nothing to delete by.
 */
const TIME_MS = /^\d{13}$/;

/** Reads when the access token ends; `null` where that is not known. */
function accessEndMs(token: RenewableToken): number | null {
  const text = token.getExpiresIn() ?? "";
  return TIME_MS.test(text) ? Number(text) : null;
}

/** An async predicate gives a promise, which JavaScript takes for true: all would be deleted. */
function checkVerdict(verdict: unknown): boolean {
  if (typeof verdict === "boolean") return verdict;
  throw refusal("isDead must give true or false at once. Nothing was deleted on its word.");
}
