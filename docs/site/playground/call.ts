/**
 * Makes calls of what a reader fills in, and of what a link holds.
 *
 * @module
 */
import { METHODS, type Method } from "../../../spec/harness.js";
import type { Call } from "../../../spec/model.js";
import { FIELDS, type TokenFields } from "../../../spec/token-fields.js";

/** What a method is given. */
export type Given = "token" | "id" | "nothing";

/** Says what a method is given. */
export function givenTo(method: Method): Given {
  if (method === "findToken" || method === "saveToken") return "token";
  return method === "deleteToken" || method === "findTokenById" ? "id" : "nothing";
}

/** Makes a call of whatever the reader has filled in; what the method is not given is left out. */
export function toCall(method: Method, token: TokenFields, id: string): Call {
  switch (method) {
    case "findToken":
    case "saveToken":
      return { method, token };
    case "deleteToken":
    case "findTokenById":
      return { method, id };
    default:
      return { method };
  }
}

/** More calls than these are refused: each is repeated whenever something changes. */
export const MOST_CALLS = 200;

/**
 * Reads calls from the text of a link.
 *
 * @throws Error that says what is wrong with it, for whoever has written the link.
 */
export function parseCalls(text: string): readonly Call[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error("the calls in the link are not JSON");
  }
  if (!Array.isArray(parsed)) throw new Error("the calls in the link are not a list");
  if (parsed.length > MOST_CALLS) throw new Error(`the link has more than ${MOST_CALLS} calls`);
  return parsed.map((one, index) => parseCall(one, `call ${index + 1} in the link`));
}

function parseCall(value: unknown, name: string): Call {
  const { method, token, id } = Object(value) as Readonly<Record<string, unknown>>;
  const known = METHODS.find((one) => one === method);
  if (known === undefined) throw new Error(`${name} is of none of the six methods`);
  if (givenTo(known) === "id" && typeof id !== "string") throw new Error(`${name} has no id`);
  const fields = givenTo(known) === "token" ? parseFields(token, name) : {};
  return toCall(known, fields, String(id));
}

function parseFields(value: unknown, name: string): TokenFields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`${name} has no token`);
  const strange = Object.entries(value).find(
    ([field, text]) => !(FIELDS as readonly string[]).includes(field) || typeof text !== "string",
  );
  if (strange !== undefined) {
    throw new Error(`${name} has ${JSON.stringify(strange[0])}, which is no field with a text`);
  }
  return value as TokenFields;
}
