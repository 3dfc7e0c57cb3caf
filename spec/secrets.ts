/**
 * What a store never prints.
 *
 * @module
 */

import type { SdkClasses } from "./any-sdk.js";
import { foreignToken } from "./calls.js";
import type { Clause } from "./clause.js";
import type { Subject } from "./subject.js";
import { buildToken, type TokenFields } from "./token-fields.js";
import type { Outcome } from "./transcript.js";

const method = "whole store";

/** Marks every secret of the tokens below, so that it is seen wherever it turns up. */
const CANARY = "canary";

const SECRETS: TokenFields = {
  clientSecret: `${CANARY}-client-secret`,
  refreshToken: `${CANARY}-refresh-token`,
  accessToken: `${CANARY}-access-token`,
  grantToken: `${CANARY}-grant-token`,
};

/** What a store never prints, in reading order. */
export const secrets: readonly Clause[] = [
  {
    id: "secrets/refusals",
    level: "SHOULD",
    method,
    title: "puts no secret into the error of a refused call",
    why: "Errors are logged, and logs are read by people who may not log in as others.",
    source: "this project",
    async check(t) {
      const { id } = await t.given({ userName: "ann", refreshToken: "R" });
      for (const wrong of [
        SECRETS,
        foreignToken(t, SECRETS),
        t.token({ userName: "bob", clientSecret: SECRETS.clientSecret ?? "" }),
        t.token({ ...SECRETS, userName: "bob", id }),
        t.token({ ...SECRETS, userName: "bob", id: "0123456789a" }),
        t.token({ ...SECRETS, refreshToken: `${CANARY}-\ud800` }),
      ]) {
        seesNoSecret(t, await t.call("saveToken", wrong));
        seesNoSecret(t, await t.call("findToken", wrong));
      }
    },
  },
  {
    id: "secrets/failures",
    level: "SHOULD",
    method,
    title: "puts no secret into the error of a call on broken storage",
    why: "A driver's error can carry the whole statement, values included.",
    source: "this project",
    needs: ["breakStorage"],
    async check(t) {
      const { id } = await t.given({ ...SECRETS, userName: "ann" });
      await t.breakStorage();
      seesNoSecret(t, await t.call("saveToken", t.token({ ...SECRETS, userName: "ann" })));
      seesNoSecret(t, await t.call("saveToken", t.token({ ...SECRETS, userName: "bob" })));
      seesNoSecret(t, await t.call("findToken", t.token(SECRETS)));
      seesNoSecret(t, await t.call("findTokenById", id));
      seesNoSecret(t, await t.call("getTokens"));
      seesNoSecret(t, await t.call("deleteToken", id));
      seesNoSecret(t, await t.call("deleteTokens"));
    },
  },
  {
    id: "secrets/tokens-print-redacted",
    level: "SHOULD",
    method,
    title: "hands out tokens that print no secret",
    why: "One console.log(token) puts a working session into the logs.",
    source: "this project",
    needs: ["redactingSdk"],
    async check(t) {
      const { id } = await t.given({ ...SECRETS, userName: "ann" });
      const found = await t.settled("findToken", t.token({ userName: "ann" }));
      const byId = await t.settled("findTokenById", id);
      const all = await t.settled("getTokens");
      for (const handedOut of [found, byId, all]) {
        t.isTrue(!showsSecret(handedOut), "a token that prints no secret", "a secret in its print");
      }
    },
  },
];

/** Tells whether tokens of an SDK keep their secrets when they are printed. */
export function isRedacting(sdk: SdkClasses): boolean {
  return !showsSecret(buildToken(sdk, SECRETS));
}

function seesNoSecret(t: Subject, outcome: Outcome): void {
  if (outcome.kind !== "rejected" && outcome.kind !== "threw") return;
  t.isTrue(!showsSecret(outcome.error), "an error without a secret", "a secret in the error");
}

/** Tells whether any way of printing a value shows a secret: by text, JSON, or its properties. */
function showsSecret(value: unknown): boolean {
  const seen = new Set<unknown>();
  const look = (value: unknown): boolean => {
    if (typeof value === "string") return value.includes(CANARY);
    const isObject = typeof value === "object" || typeof value === "function";
    if (!isObject || value === null || seen.has(value)) return false;
    seen.add(value);
    const properties = Reflect.ownKeys(value).map((key) => Reflect.get(value, key));
    return [...properties, ...contents(value), ...prints(value)].some(look);
  };
  return look(value);
}

/** What a printer shows of a collection, or of bytes, beside its properties. */
function contents(value: object): unknown[] {
  if (value instanceof Map || value instanceof Set) return [...value];
  return value instanceof Uint8Array ? [new TextDecoder().decode(value)] : [];
}

/** What `String`, `JSON.stringify` and Node's `util.inspect` make of an object. */
function prints(value: object): unknown[] {
  const inspect: unknown = Reflect.get(value, Symbol.for("nodejs.util.inspect.custom"));
  return [
    () => String(value),
    () => JSON.stringify(value),
    () => (typeof inspect === "function" ? inspect.call(value, 0, {}) : ""),
  ].map((print) => {
    try {
      return print();
    } catch {
      return ""; // What cannot be printed shows nothing.
    }
  });
}
