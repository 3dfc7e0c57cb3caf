import { Buffer } from "node:buffer";
import { refusal } from "../token-row.js";

/**
 * A key of an encrypted store: 64 random bytes, as they are or as base64 text (spaces and line ends
 * in the text do not count).
 */
export type EncryptionKey = Uint8Array | string;

/** AES-SIV splits a key into two of AES-256: one authenticates, the other encrypts. */
const KEY_BYTES = 64;

const REMEDY =
  "Make one with: node -p 'crypto.getRandomValues(Buffer.alloc(64)).toString(\"base64\")'";

/**
 * Checks a key, and gives its bytes.
 *
 * @param key - What the caller passed; it is checked, since callers may be plain JavaScript.
 * @returns A copy: changing, or erasing, the key afterwards changes nothing.
 * @throws SDKException when it is not 64 bytes, or visibly not random. The error never shows it.
 */
export function bytesOfKey(key: unknown): Uint8Array {
  const bytes = typeof key === "string" ? bytesOfText(key) : key;
  if (!(bytes instanceof Uint8Array)) {
    throw refusal(`an encryption key must be bytes or base64 text, not ${typeof bytes}. ${REMEDY}`);
  }
  if (bytes.length !== KEY_BYTES) {
    const length = `${bytes.length} bytes`;
    throw refusal(`an encryption key must have ${KEY_BYTES} bytes, not ${length}. ${REMEDY}`);
  }
  // Equal halves are an array that was never filled, or a shorter key that was repeated.
  const half = KEY_BYTES / 2;
  if (Buffer.compare(bytes.subarray(0, half), bytes.subarray(half)) === 0) {
    throw refusal(`an encryption key must be random; the halves of this one are equal. ${REMEDY}`);
  }
  return Uint8Array.from(bytes);
}

/** Decodes base64. `Buffer` passes over what is not base64, so the text is compared with its own. */
function bytesOfText(text: string): Uint8Array {
  const compact = text.replace(/\s/g, "");
  const bytes = Buffer.from(compact, "base64");
  if (bytes.toString("base64") === compact) return bytes;
  throw refusal(`an encryption key that is text must be base64, and this is not. ${REMEDY}`);
}
