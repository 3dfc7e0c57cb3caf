import { inspect } from "node:util";
import { expect } from "vitest";
import type { SDKException } from "../../../src/index.js";
import { refusalOf } from "../../stores/arrange.js";

/** The fields of a token that nobody may see; the others say whose it is, and where it is used. */
export const SECRET_COLUMNS = ["client_secret", "refresh_token", "access_token", "grant_token"];

/** A value as `rowOf` makes it: none is in an error, not even those that are not secret. */
const VALUE = /<([a-z_]+) [^<>]*>/g;

/** Waits for a call to be refused as the contract says, with an error that shows no value. */
export async function tightLippedRefusalOf(call: Promise<unknown>): Promise<SDKException> {
  const error = await refusalOf(call);
  expect(columnsShownBy(error)).toEqual([]);
  return error;
}

/** Gives the columns of which something shows the value of, in whatever way it is printed. */
export function columnsShownBy(value: unknown): string[] {
  const texts = printsOf(value);
  const matches = texts.flatMap((text) => [...text.matchAll(VALUE)]);
  return [...new Set(matches.map(([, column]) => column ?? ""))].sort();
}

/** Prints something in every way that a program has. */
function printsOf(value: unknown): string[] {
  const { message, stack, cause } = Object(value) as Partial<Error>;
  const texts = [
    String(message),
    String(stack),
    String(value),
    `${JSON.stringify(value)}`,
    inspect(value),
    inspect(value, { depth: null, showHidden: true, getters: true }),
  ];
  return cause === undefined ? texts : [...texts, ...printsOf(cause)];
}
