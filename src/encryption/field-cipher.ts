import { Buffer } from "node:buffer";
import type { aessiv } from "@noble/ciphers/aes.js";
import { type Column, refusal, type StoredRow, type TokenRow } from "../token-row.js";
import { bytesOfKey, type EncryptionKey } from "./encryption-key.js";

/** The columns that are encrypted, as errors name them. All others stay readable. */
const SECRETS = {
  client_secret: "client secret",
  refresh_token: "refresh token",
  access_token: "access token",
  grant_token: "grant token",
} as const satisfies Partial<Record<Column, string>>;

type SecretColumn = keyof typeof SECRETS;

const SECRET_COLUMNS = Object.keys(SECRETS) as SecretColumn[];

/** The form in which a secret is stored: `siv1`, the id of its key, its ciphertext in base64url. */
const ENCRYPTED = /^siv1\.([\w-]{12})\.([\w-]{22,})$/;

/** What begins so is never taken for plain text: it is damaged, or of a later version. */
const MEANT_AS_ENCRYPTED = /^siv\d+\./;

/** One of the keys, and its id. */
interface RingKey {
  /** Computed from the key, so that another key cannot bear it. Tells nothing of the key. */
  readonly id: string;

  /** Gives AES-SIV under this key, for one column. */
  readonly forColumn: (column: string) => ReturnType<typeof aessiv>;
}

/**
 * Encrypts the secrets of a row one by one, and gives them back.
 *
 * The cipher is AES-SIV (RFC 5297) with the name of the column as associated data. The same secret in
 * the same column under the same key always becomes the same text: that is how a store can look it
 * up. A secret says under which key it is, and any of the keys given reads it.
 */
export class FieldCipher {
  /** The keys by id; the first one encrypts. */
  readonly #ring: ReadonlyMap<string, RingKey>;
  readonly #current: RingKey;
  readonly #allowsPlain: boolean;

  private constructor(current: RingKey, ring: readonly RingKey[], allowsPlain: boolean) {
    this.#current = current;
    this.#ring = new Map(ring.map((key) => [key.id, key]));
    this.#allowsPlain = allowsPlain;
  }

  /**
   * Loads the cipher, and checks the keys.
   *
   * @param keys - At least one. The first encrypts; all decrypt.
   * @param allowsPlain - Whether secrets may be stored in plain text beside encrypted ones.
   * @throws SDKException when there is no key, one of them is unfit, or two are the same.
   * @throws SDKException when the package `@noble/ciphers` is not installed.
   */
  static async load(keys: readonly EncryptionKey[], allowsPlain: boolean): Promise<FieldCipher> {
    const bytes = Array.from(keys, bytesOfKey);
    const siv = await loadAesSiv();
    const ring = bytes.map((key) => toRingKey(key, siv));
    const [current] = ring;
    if (current === undefined) throw refusal("keys is empty. Pass at least one encryption key.");
    const cipher = new FieldCipher(current, ring, allowsPlain);
    if (cipher.#ring.size === ring.length) return cipher;
    throw refusal("keys holds the same encryption key twice. Pass each of them once.");
  }

  /** Whether one and the same secret can be stored in several forms: under several keys, or plain. */
  get hasSeveralForms(): boolean {
    return this.#ring.size > 1 || this.#allowsPlain;
  }

  /** Encrypts the secrets of a row under the first key. What a secret looks like does not matter. */
  encrypt(row: TokenRow): TokenRow {
    return eachSecret(row, (column, secret) => encrypt(this.#current, column, secret));
  }

  /**
   * Decrypts the secrets of a stored row.
   *
   * @throws SDKException when one of them was changed, was moved from another field, is under a key
   *   that is not among those given, or is plain text where that is not allowed. The error names the
   *   row's id and the field, and shows no part of the secret.
   */
  decrypt(row: StoredRow): StoredRow {
    const secrets = eachSecret(row, (column, text) => this.#decryptOne(column, text, row.id));
    return { ...secrets, id: row.id };
  }

  /** Tells whether all secrets of a row are encrypted under the first key. */
  isCurrent(row: TokenRow): boolean {
    return SECRET_COLUMNS.every((column) => {
      const text = row[column];
      return text === null || ENCRYPTED.exec(text)?.[1] === this.#current.id;
    });
  }

  /**
   * Lists the texts as which a value may be stored in a column, the current form last.
   *
   * The order lets a lookup meet a row that another process re-encrypts at that moment: it goes from
   * an earlier form to the last one, never back.
   */
  formsOf(column: Column, value: string): string[] {
    if (!isSecret(column)) return [value];
    const encrypted = Array.from(this.#ring.values(), (key) => encrypt(key, column, value));
    // Whoever knows a ciphertext alone must not find the row that it is stored in.
    const isPlainPossible = this.#allowsPlain && !MEANT_AS_ENCRYPTED.test(value);
    return [...(isPlainPossible ? [value] : []), ...encrypted.reverse()];
  }

  #decryptOne(column: SecretColumn, text: string, id: string): string {
    const place = `the ${SECRETS[column]} of the stored token with id ${JSON.stringify(id)}`;
    if (!MEANT_AS_ENCRYPTED.test(text)) {
      if (this.#allowsPlain) return text;
      throw refusal(`${place} ${PLAIN}`);
    }
    const [, keyId, body = ""] = ENCRYPTED.exec(text) ?? [];
    if (keyId === undefined) throw refusal(`${place} ${DAMAGED}`);
    const key = this.#ring.get(keyId);
    if (key === undefined) throw refusal(`${place} is encrypted under key ${keyId}, ${NO_KEY}`);
    const secret = decrypt(key, column, body);
    if (secret === null) throw refusal(`${place} ${DAMAGED}`);
    return secret;
  }
}

const PLAIN =
  "is not encrypted. If it was stored before encryption was introduced, open the store with " +
  "allowPlain: true and call rotate(); else somebody has written past this store.";

const NO_KEY =
  "which is not among the keys given. Add that key to keys, behind the first; if it is lost, so is " +
  "the secret, and the user must log in again.";

const DAMAGED =
  "cannot be decrypted: it was changed, cut, or moved there from another field. Restore it from a " +
  "copy, or delete the token in the wrapped store; its user must log in again.";

/** Replaces every secret that a row has. */
function eachSecret(
  row: TokenRow,
  replace: (column: SecretColumn, value: string) => string,
): TokenRow {
  const entries = SECRET_COLUMNS.map((column) => {
    const value = row[column];
    return [column, value === null ? null : replace(column, value)];
  });
  return { ...row, ...Object.fromEntries(entries) };
}

function isSecret(column: Column): column is SecretColumn {
  return column in SECRETS;
}

function encrypt(key: RingKey, column: SecretColumn, secret: string): string {
  const bytes = key.forColumn(column).encrypt(Buffer.from(secret, "utf8"));
  return `siv1.${key.id}.${toBase64Url(bytes)}`;
}

/** Gives a secret back; `null` when it is not what `encrypt` made for this column, to the letter. */
function decrypt(key: RingKey, column: SecretColumn, body: string): string | null {
  const bytes = Buffer.from(body, "base64url");
  // The last letter can have bits that stand for nothing: a change of them is a change, too.
  if (toBase64Url(bytes) !== body) return null;
  try {
    return Buffer.from(key.forColumn(column).decrypt(bytes)).toString("utf8");
  } catch {
    // The cipher throws for one reason, that the text is not authentic, and the caller tells it.
    return null;
  }
}

function toRingKey(bytes: Uint8Array, siv: typeof aessiv): RingKey {
  const forColumn = (column: string) => siv(bytes, Buffer.from(column, "utf8"));
  // No column has this name, and the tag of nothing is as good as random: 72 bits of it name a key.
  const tag = forColumn("key id").encrypt(new Uint8Array());
  return { id: toBase64Url(tag.subarray(0, 9)), forColumn };
}

function toBase64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

/** The package is optional: whoever encrypts nothing need not install it. */
async function loadAesSiv(): Promise<typeof aessiv> {
  try {
    return (await import("@noble/ciphers/aes.js")).aessiv;
  } catch (error) {
    throw refusal(
      "cannot load the package @noble/ciphers, which encrypts. Install it: " +
        "npm install @noble/ciphers",
      error,
    );
  }
}
