/**
 * How every method takes its call: with a promise at once, and with tokens of its own SDK only.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import { METHODS } from "./harness.js";
import type { Subject } from "./subject.js";
import type { TokenFields } from "./token-fields.js";
import { CLIENT } from "./tokens.js";
import { show, showOutcome } from "./transcript.js";

const method = "whole store";

/** How every method takes its call, in reading order. */
export const calls: readonly Clause[] = [
  {
    id: "store/returns-promises",
    level: "MUST",
    method,
    title: "returns a promise from every method",
    why: "The SDK calls .catch() on what it gets; anything else is a TypeError in every request.",
    source: "SDK, token_store and oauth_token",
    async check(t) {
      for (const name of METHODS) {
        const outcome = await t.call(name, ...argumentsFor(t, name));
        t.isTrue(
          outcome.kind !== "returned",
          `a promise from ${name}()`,
          showOutcome(name, outcome),
        );
      }
    },
  },
  {
    id: "store/never-throws-synchronously",
    level: "MUST",
    method,
    title: "throws nothing before it has returned a promise",
    why: "The error passes by the .catch() that the caller has put there for it.",
    source: "SDK, oauth_token: 'await store.saveToken(…).catch(…)'",
    async check(t) {
      for (const name of METHODS) {
        const outcome = await t.call(name, undefined);
        t.isTrue(
          outcome.kind !== "threw",
          `${name}() to return a promise`,
          showOutcome(name, outcome),
        );
      }
    },
  },
  {
    id: "store/resolves-to-nothing",
    level: "MUST",
    method,
    title: "resolves saveToken, deleteToken and deleteTokens to nothing",
    why: "A caller that relies on a value there is tied to one store.",
    source: "K192, Custom Token Persistence: 'Return Type: None'",
    after: ["delete/removes", "save/inserts"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R" });
      const token = t.token({ userName: "bob", refreshToken: "R2" });
      t.equal(await t.settled("saveToken", token), undefined);
      t.equal(await t.settled("deleteToken", ann.id), undefined);
      t.equal(await t.settled("deleteTokens"), undefined);
    },
  },
  {
    id: "store/refuses-non-tokens",
    level: "MUST",
    method,
    title: "refuses, in findToken and saveToken, an argument that is not a token",
    why: "K192's sample returns silently; the mistake shows when the session is gone.",
    source: "this project",
    async check(t) {
      for (const wrong of [undefined, null, {}, "token", 42, [], { accessToken: "A" }]) {
        t.refused(await t.call("saveToken", wrong));
        t.refused(await t.call("findToken", wrong));
      }
      await t.holdsCount(0);
    },
  },
  {
    id: "store/refuses-foreign-tokens",
    level: "MUST",
    method,
    title: "refuses a token of another SDK, or of another copy of it",
    why: "The SDK fails silently on an instance of another copy: getToken() is undefined.",
    source: "SDK, oauth_token, getToken(): 'instanceof OAuthToken'",
    async check(t) {
      const fields = { userName: "ann", refreshToken: "R" };
      t.note("tokens with the same getters and setters, of another class:");
      t.refused(await t.call("saveToken", foreignToken(t, fields)));
      await t.given(fields);
      t.refused(await t.call("findToken", foreignToken(t, fields)));
    },
  },
  {
    id: "store/explains-foreign-tokens",
    level: "SHOULD",
    method,
    title: "tells a token of another SDK from something that is no token",
    why: "'Not a token' sends a reader, who sees a token in the debugger, the wrong way.",
    source: "this project",
    after: ["store/refuses-non-tokens", "store/refuses-foreign-tokens"],
    async check(t) {
      const message = async (wrong: unknown) => {
        const error = t.refused(await t.call("saveToken", wrong));
        return error instanceof Error ? error.message : String(error);
      };
      const [foreign, nothing] = [
        await message(foreignToken(t, { refreshToken: "R" })),
        await message({}),
      ];
      t.isTrue(
        foreign !== nothing,
        "a message that names the remedy",
        `in both cases ${show(foreign)}`,
      );
    },
  },
];

/** Gives arguments with which a method resolves. */
function argumentsFor(t: Subject, name: (typeof METHODS)[number]): unknown[] {
  if (name === "findToken" || name === "saveToken")
    return [t.token({ ...CLIENT, refreshToken: "R" })];
  return name === "deleteToken" || name === "findTokenById" ? ["unknown"] : [];
}

/** Makes what a second copy of the SDK would: the same getters and setters, another class. */
export function foreignToken(t: Subject, fields: TokenFields): object {
  const token = t.token(fields);
  const foreign: Record<string, unknown> = {};
  for (const name of Object.getOwnPropertyNames(t.sdk.OAuthToken.prototype)) {
    const member: unknown = Reflect.get(token, name);
    if (/^[gs]et/.test(name) && typeof member === "function") foreign[name] = member.bind(token);
  }
  return foreign;
}
