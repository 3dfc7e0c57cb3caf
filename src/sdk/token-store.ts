import type { OAuthToken } from "./oauth-token.js";

/**
 * What a token store promises: the six methods that the Zoho CRM SDK expects.
 *
 * Every method returns a promise and throws nothing synchronously. A refused or failed call rejects
 * with an `SDKException` whose code is `TOKEN_STORE`; absence is never an error. What goes in and
 * what comes out is a copy: changing a token afterwards changes nothing stored. Calls that are in
 * flight together behave as if they had been made one after another in some order.
 *
 * A call that rejects has changed nothing, with one exception that no store can mend: where a server
 * carries a change out and its answer is lost on the way, nobody knows.
 *
 * *Blank* below means `null`, `undefined` or the empty string.
 *
 * @see the clauses in `docs/contract`; K192, "Custom Token Persistence"
 */
export interface TokenStore {
  /**
   * Completes the given token from the stored one that it means, which the lookup ladder
   * (`token-matching`) decides. Its blank fields are filled in place, the fields that the caller had
   * filled stay, and `id` becomes the stored token's id. The store itself never changes, and where no
   * stored token is meant, neither does `token`.
   *
   * @param token - A token that carries at least one key; without a key it matches nothing.
   * @returns The same object, completed; `null` when no stored token is meant, and then `token` is
   *   left as it was.
   * @throws SDKException when `token` is not a token of this SDK, or holds a string that is not
   *   well-formed.
   * @throws SDKException when the storage cannot be read.
   */
  findToken(token: OAuthToken): Promise<OAuthToken | null>;

  /**
   * Stores the given token: updates the stored one that it means, which the lookup ladder
   * (`token-matching`) decides, or inserts a new one. An update replaces what `token` carries, and
   * leaves what it lacks and the id; a new token is stored under its own id, or where it has none
   * under one that the store makes. Either way `token.id` is the stored token's id afterwards, and
   * nothing else of `token` changes.
   *
   * @param token - A token; to be inserted it needs an access, refresh or grant token.
   * @throws SDKException when `token` is not a token of this SDK, or holds a string that is not
   *   well-formed.
   * @throws SDKException when nothing matches and there is nothing to store, or the token's own id
   *   is in use or longer than 10 characters.
   * @throws SDKException when the storage cannot be written. Nothing has changed then.
   */
  saveToken(token: OAuthToken): Promise<void>;

  /**
   * Removes the stored token with this id, and no other. An id that is not stored, or is blank,
   * removes nothing, and that is no error. The user of a removed token can be stored again, under
   * another id.
   *
   * @param id - The id as the store gave it, compared exactly.
   * @throws SDKException when the storage cannot be written. Nothing has changed then.
   */
  deleteToken(id: string): Promise<void>;

  /**
   * Lists every stored token: each once, with all its fields. The order is left open. Where nothing is
   * stored it gives an empty array, never `null`.
   *
   * @returns Complete tokens, each once, in any order; an empty array when there are none.
   * @throws SDKException when the storage cannot be read: a failed read is never an empty list.
   */
  getTokens(): Promise<OAuthToken[]>;

  /**
   * Removes every stored token. It does so in one step: nobody ever sees some of them gone and others
   * left. The store stays usable, and it is no error when it was empty.
   *
   * @throws SDKException when the storage cannot be written. Nothing has changed then.
   */
  deleteTokens(): Promise<void>;

  /**
   * Gives the stored token with this id, with all its fields. An id that is not stored, or is blank,
   * gives `null`, and that is no error. The SDK calls it before nearly every request.
   *
   * @param id - The id as the store gave it, compared exactly.
   * @returns A complete token; `null` when the id is unknown or blank.
   * @throws SDKException when the storage cannot be read.
   */
  findTokenById(id: string): Promise<OAuthToken | null>;
}
