import type { EncryptionKey } from "../encryption/encryption-key.js";
import { FieldCipher } from "../encryption/field-cipher.js";
import type { OAuthToken, TokenStore } from "../sdk.js";
import { lookupKeys } from "../token-matching.js";
import {
  COLUMNS,
  completeToken,
  mergeRows,
  refusal,
  rowFromToken,
  type StoredRow,
  type TokenRow,
  tokenFromRow,
} from "../token-row.js";

/** How to encrypt a store. */
export interface EncryptionOptions {
  /** One key or more: the first encrypts, all decrypt. Keep them apart from the storage. */
  readonly keys: readonly EncryptionKey[];

  /**
   * Whether tokens may be stored in plain text, as before encryption was introduced; `false` when
   * left out. While it is `true`, whoever can write to the storage can put a token there.
   */
  readonly allowPlain?: boolean;
}

/** What the wrapped store was asked, and the row that it found. */
interface Match {
  readonly question: TokenRow;
  readonly row: StoredRow;
}

/**
 * Encrypts what another store keeps: client secrets, refresh, access and grant tokens. User names,
 * client ids, ids, times and URLs stay readable.
 *
 * It wraps any store that keeps the contract, and calls nothing of it but the six methods. What the
 * wrapped store promises of crashes, other processes and time holds of this one, too. Closing the
 * wrapped store is its owner's business.
 *
 * With one key, every call is one call of the wrapped store. With several, or with `allowPlain`, one
 * secret can be stored in several forms: then `findToken` and `saveToken` climb the lookup ladder
 * here, and ask once for each form, and calls that climb or write go one after another.
 *
 * Not promised: that equal secrets look different, or that a row which somebody has exchanged for
 * an older one, or removed, is missed.
 *
 * @see `docs/stores/encrypted-token-store.md`, how to make, keep and change keys
 */
export class EncryptedTokenStore implements TokenStore {
  readonly #inner: TokenStore;
  readonly #cipher: FieldCipher;

  /** Ends when no call is waiting or under way. Never rejects. */
  #lastTurn: Promise<unknown> = Promise.resolve();

  private constructor(inner: TokenStore, cipher: FieldCipher) {
    this.#inner = inner;
    this.#cipher = cipher;
  }

  /**
   * Wraps a store, and makes sure that everything in it can be decrypted.
   *
   * @param inner - The store that keeps the tokens. Nobody else may save to it.
   * @throws SDKException when `inner` lacks one of the six methods, an option is not of its type, a
   *   key is unfit, or the package `@noble/ciphers` is not installed.
   * @throws SDKException when a stored token was changed, is under a key that is not among `keys`, or
   *   is plain text without `allowPlain`. Nothing was changed.
   */
  static async open(inner: TokenStore, options: EncryptionOptions): Promise<EncryptedTokenStore> {
    refuseNoStore(inner);
    const { keys, allowPlain } = checkOptions(options);
    const cipher = await FieldCipher.load(keys, allowPlain);
    const store = new EncryptedTokenStore(inner, cipher);
    await store.getTokens();
    return store;
  }

  /** @throws SDKException when the token that was found cannot be decrypted. */
  async findToken(token: OAuthToken): Promise<OAuthToken | null> {
    const wanted = rowFromToken(token);
    const match = await this.#inTurn(() => this.#match(wanted));
    // Decrypted first: a token that cannot be completed wholly is not touched.
    return match === null ? null : completeToken(token, this.#cipher.decrypt(match.row));
  }

  async saveToken(token: OAuthToken): Promise<void> {
    const given = rowFromToken(token);
    token.setId(await this.#inTurn(() => this.#save(given)));
  }

  async deleteToken(id: string): Promise<void> {
    await this.#inTurn(() => this.#inner.deleteToken(id));
  }

  /** @throws SDKException when one of the stored tokens cannot be decrypted. */
  async getTokens(): Promise<OAuthToken[]> {
    const rows = await this.#storedRows();
    return rows.map((row) => tokenFromRow(this.#cipher.decrypt(row)));
  }

  async deleteTokens(): Promise<void> {
    await this.#inTurn(() => this.#inner.deleteTokens());
  }

  /** @throws SDKException when the token cannot be decrypted. */
  async findTokenById(id: string): Promise<OAuthToken | null> {
    const row = rowIn(await this.#inner.findTokenById(id));
    return row === null ? null : tokenFromRow(this.#cipher.decrypt(row));
  }

  /**
   * Re-encrypts under the first key every token that is under another one, or in plain text.
   *
   * It can be stopped at any moment, by the end of the process too, and called again: each token is
   * re-encrypted in one save of the wrapped store, and can be found before and after. Other calls of
   * this instance go in between, and lose nothing.
   *
   * Not promised: that nothing is lost of what *another process* saves meanwhile. The six methods
   * have no "save unless it has changed", so a save of the same token that falls between its reading
   * and its writing here is undone. Nor that nothing is left, where another process still has an
   * older key first: call again until it gives 0.
   *
   * @returns How many tokens were re-encrypted.
   * @throws SDKException when a token cannot be decrypted, or the wrapped store fails. The tokens
   *   before it are re-encrypted.
   * @throws SDKException when a token cannot be told from another one by the lookup ladder, so that
   *   saving it would change the other. The message names the ids; all others are re-encrypted.
   */
  async rotate(): Promise<number> {
    const rows = await this.#storedRows();
    const left: string[] = [];
    let count = 0;
    for (const { id } of rows.filter((row) => !this.#cipher.isCurrent(row))) {
      const outcome = await this.#inTurn(() => this.#reencrypt(id));
      if (outcome === "done") count += 1;
      if (outcome === "ambiguous") left.push(id);
    }
    if (left.length > 0) throw refusal(describeAmbiguous(left));
    return count;
  }

  /**
   * Finds the row that a token means. With several forms the ladder is climbed here: the wrapped
   * store would go to the next rung before it was asked for the other forms on this one.
   */
  async #match(wanted: TokenRow): Promise<Match | null> {
    const questions = this.#cipher.hasSeveralForms
      ? this.#questions(wanted)
      : [this.#cipher.encrypt(wanted)];
    for (const question of questions) {
      const row = rowIn(await this.#inner.findToken(toToken(question)));
      if (row !== null) return { question, row };
    }
    return null;
  }

  /**
   * Gives one question for each key and form. It carries that key alone, beside what the ladder's two
   * guards compare. Behind the first rung, a user name finds nothing: it was asked for already.
   */
  *#questions(wanted: TokenRow): Iterable<TokenRow> {
    const { user_name, client_id } = wanted;
    for (const { column, value } of lookupKeys(wanted)) {
      for (const form of this.#cipher.formsOf(column, value)) {
        yield { ...NOTHING, user_name, client_id, [column]: form };
      }
    }
  }

  /**
   * Saves in one call of the wrapped store, which keeps all of it or nothing.
   *
   * The key that has found a row is saved as it is stored, whatever form that is: by it, and by
   * nothing else that is certain, the wrapped store finds the very same row. In the current form it
   * would be unknown there, and a weaker key could lead to another row.
   *
   * @returns The id under which the token is stored.
   */
  async #save(given: TokenRow): Promise<string | null> {
    const encrypted = this.#cipher.encrypt(given);
    const match = this.#cipher.hasSeveralForms ? await this.#match(given) : null;
    const saved =
      match === null ? encrypted : mergeRows({ ...encrypted, id: match.row.id }, match.question);
    const token = toToken(saved);
    await this.#inner.saveToken(token);
    return token.getId();
  }

  async #reencrypt(id: string): Promise<"done" | "needless" | "ambiguous"> {
    // Read anew: it may have been saved or deleted since the rows were listed.
    const stored = rowIn(await this.#inner.findTokenById(id));
    if (stored === null || this.#cipher.isCurrent(stored)) return "needless";
    const row = this.#cipher.encrypt(this.#cipher.decrypt(stored));
    const found = rowIn(await this.#inner.findToken(toToken(row)));
    if (found?.id !== id) return "ambiguous";
    await this.#inner.saveToken(toToken(row));
    return "done";
  }

  async #storedRows(): Promise<StoredRow[]> {
    // The official interface lets a store say "none" by `null`.
    const tokens = (await this.#inner.getTokens()) ?? [];
    return tokens.map(toStoredRow);
  }

  /**
   * Runs a call after those before it, where a call can be several calls of the wrapped store. One
   * single call needs no turn: the wrapped store keeps it apart from others.
   */
  #inTurn<T>(call: () => Promise<T>): Promise<T> {
    if (!this.#cipher.hasSeveralForms) return call();
    const turn = this.#lastTurn.then(call);
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }
}

const METHODS = [
  "findToken",
  "saveToken",
  "deleteToken",
  "getTokens",
  "deleteTokens",
  "findTokenById",
] as const satisfies readonly (keyof TokenStore)[];

function refuseNoStore(inner: unknown): void {
  const missing = METHODS.find((name) => typeof Reflect.get(Object(inner), name) !== "function");
  if (missing === undefined) return;
  throw refusal(
    `cannot encrypt: what is to be wrapped is no token store, as it has no method ${missing}. Pass ` +
      "a store first, and { keys } behind it.",
  );
}

/**
 * Callers may be plain JavaScript, and settings often text: `"false"` would count as true, and a text
 * as an array of its letters.
 */
function checkOptions(options: unknown): Required<EncryptionOptions> {
  const keys: unknown = Reflect.get(Object(options), "keys");
  const allowPlain: unknown = Reflect.get(Object(options), "allowPlain") ?? false;
  if (!Array.isArray(keys)) {
    throw refusal("the option keys must be an array of encryption keys: { keys: [key] }.");
  }
  if (typeof allowPlain === "boolean") return { keys, allowPlain };
  throw refusal("the option allowPlain must be true or false, not a text or a number.");
}

/** A row without a value. */
const NOTHING = Object.fromEntries(COLUMNS.map((column) => [column, null])) as TokenRow;

/** Makes a token of a row that may lack an id, as a question does. */
function toToken(row: TokenRow): OAuthToken {
  const token = tokenFromRow({ ...row, id: "" });
  token.setId(row.id);
  return token;
}

/** Reads what the wrapped store has found. Some stores say `undefined` for nothing. */
function rowIn(found: unknown): StoredRow | null {
  return found === null || found === undefined ? null : toStoredRow(found);
}

function toStoredRow(token: unknown): StoredRow {
  const row = rowFromToken(token);
  if (row.id !== null) return { ...row, id: row.id };
  throw refusal("the wrapped store gave a token without an id. Mend it: check it with the spec.");
}

function describeAmbiguous(ids: readonly string[]): string {
  const named = ids.map((id) => JSON.stringify(id)).join(", ");
  return (
    `cannot re-encrypt the stored tokens with the ids ${named}: each has a user name, grant, ` +
    "refresh or access token in common with another stored token, which a save would change in its " +
    "place. Delete the one of each pair that is not needed, and call rotate() again. All others are " +
    "re-encrypted."
  );
}
