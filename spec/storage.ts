/**
 * What holds of the whole store: promises, arguments, ids, copies, strings, and storage that
 * outlives an instance.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import { METHODS, type SdkToken } from "./harness.js";
import type { Subject } from "./subject.js";
import { FIELDS, type TokenFields } from "./token-fields.js";
import { anyText, fieldsOf, HOSTILE, ILL_FORMED, LONG } from "./tokens.js";
import { show, showOutcome } from "./transcript.js";

const method = "whole store";

const promises: Clause[] = [
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
];

const argumentsRefused: Clause[] = [
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
      t.equal((await t.list()).length, 0);
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
      t.refused(await t.call("saveToken", foreignToken(t, { refreshToken: "R" })));
      await t.given({ refreshToken: "R" });
      t.refused(await t.call("findToken", foreignToken(t, { refreshToken: "R" })));
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

const instances: Clause[] = [
  {
    id: "store/gives-sdk-tokens",
    level: "MUST",
    method,
    title: "hands out instances of the SDK's OAuthToken",
    why: "The SDK fails silently on anything else: getToken() is undefined.",
    source: "SDK, oauth_token, getToken(): 'instanceof OAuthToken'",
    async check(t) {
      const { id } = await t.given({ userName: "ann", refreshToken: "R" });
      const byId = await t.settled("findTokenById", id);
      t.isTrue(
        byId instanceof t.sdk.OAuthToken,
        "an OAuthToken from findTokenById()",
        kindOf(byId),
      );
      const all = await t.settled("getTokens");
      const first: unknown = Array.isArray(all) ? all[0] : all;
      t.isTrue(first instanceof t.sdk.OAuthToken, "OAuthTokens from getTokens()", kindOf(first));
    },
  },
  {
    id: "store/keeps-copies",
    level: "SHOULD",
    method,
    title: "keeps a copy of a saved token, not the token itself",
    why: "What the app does to its token afterwards would be stored without a save.",
    source: "this project",
    async check(t) {
      const token = t.token({ userName: "ann", refreshToken: "R" });
      await t.premise(() => t.settled("saveToken", token));
      t.change(token, { refreshToken: "changed", clientId: "added" });
      const [stored] = await t.list();
      t.equal({ ...stored, id: "any" }, { id: "any", userName: "ann", refreshToken: "R" });
    },
  },
  {
    id: "store/gives-copies",
    level: "SHOULD",
    method,
    title: "hands out copies: changing one changes nothing stored",
    why: "One request's half-finished change would be seen by all others.",
    source: "this project",
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R" });
      const found = t.token({ userName: "ann" });
      await t.premise(() => t.settled("findToken", found));
      const byId = await t.settled("findTokenById", ann.id);
      const all = await t.settled("getTokens");
      for (const token of [found, byId, ...(Array.isArray(all) ? all : [])]) {
        t.change(token as SdkToken, { refreshToken: "changed", id: "changed" });
      }
      await t.holds(ann);
    },
  },
  {
    id: "store/ids-never-reused",
    level: "SHOULD",
    method,
    title: "never gives a deleted token's id to another token",
    why: "Somebody who still holds the old id would get the new user's token.",
    source: "this project",
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      const bob = await t.given({ userName: "bob", refreshToken: "R2" });
      await t.premise(() => t.remove(bob.id));
      const eve = await t.given({ userName: "eve", refreshToken: "R3" });
      t.isTrue(eve.id !== bob.id && eve.id !== ann.id, "an id never given before", eve.id);
    },
  },
  {
    id: "store/ids-never-reused-after-delete-all",
    level: "SHOULD",
    method,
    title: "gives no earlier id to another token after all were deleted",
    why: "Somebody who still holds the old id would get the new user's token.",
    source: "this project",
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      await t.premise(() => t.removeAll());
      const bob = await t.given({ userName: "bob", refreshToken: "R2" });
      t.isTrue(bob.id !== ann.id, "an id never given before", bob.id);
    },
  },
];

const strings: Clause[] = [
  {
    id: "store/keeps-hostile-strings",
    level: "MUST",
    method,
    title: "keeps quotes, commas, newlines, NUL, marks and emoji as they are",
    why: "A CSV row breaks in two, a query ends early; a session is gone or another's is hit.",
    source: "this project: the SDK's file store and K192's sample break on several",
    after: ["save/keeps-every-field"],
    async check(t) {
      await t.forEach(HOSTILE, async (t, text) => {
        const id = await t.save(fieldsOf(text));
        const [stored] = await t.list();
        t.equal({ ...stored, id }, { ...fieldsOf(text), id });
      });
    },
  },
  {
    id: "store/finds-hostile-strings",
    level: "MUST",
    method,
    title: "looks up by such strings exactly",
    why: "O'Brien would be logged out at every restart, or stored again at every save.",
    source: "this project: the SDK's file store and K192's sample break on several",
    after: ["store/keeps-hostile-strings", "find/by-user", "find/owned-by-key"],
    async check(t) {
      await t.forEach(HOSTILE, async (t, text) => {
        const row = await t.given({ userName: text, refreshToken: text });
        await t.finds({ userName: text }, row);
        await t.finds({ refreshToken: text }, row);
      });
    },
  },
  {
    id: "store/keeps-long-strings",
    level: "MUST",
    method,
    title: "keeps a string of 64 KiB whole",
    why: "A column that cuts at 255 characters stores a token that no longer works.",
    source: "this project: the published columns are varchar(255)",
    after: ["save/keeps-every-field"],
    async check(t) {
      await t.save({ userName: "ann", refreshToken: LONG, apiDomain: LONG });
      const [stored] = await t.list();
      t.equal(
        { ...stored, id: "any" },
        { id: "any", userName: "ann", refreshToken: LONG, apiDomain: LONG },
      );
    },
  },
  {
    id: "store/keeps-any-string",
    level: "MUST",
    method,
    title: "keeps, and finds by, any well-formed string",
    why: "The list of hostile strings is a list of examples.",
    source: "this project",
    after: ["store/keeps-hostile-strings", "store/finds-hostile-strings", "find/by-access-token"],
    async check(t) {
      await t.forAll(anyText, async (t, text) => {
        const row = await t.given({ userName: text, accessToken: text, expiresIn: text });
        await t.finds({ userName: text }, row);
        await t.finds({ accessToken: text }, row);
        await t.holds(row);
      });
    },
  },
  {
    id: "store/refuses-ill-formed-strings",
    level: "MUST",
    method,
    title: "refuses to store a string that holds half a surrogate pair",
    why: "UTF-8 has no form for it: what is stored is another string, equal to other users'.",
    source: "this project",
    async check(t) {
      for (const text of ILL_FORMED) {
        for (const field of FIELDS) {
          const fields: TokenFields = { refreshToken: "R", [field]: text };
          t.refused(await t.call("saveToken", t.token(fields)));
        }
      }
      t.equal((await t.list()).length, 0);
    },
  },
  {
    id: "store/finds-nothing-by-ill-formed-strings",
    level: "MUST",
    method,
    title: "finds nothing by a string that holds half a surrogate pair",
    why: "Written as UTF-8 it equals U+FFFD, and finds whoever is stored under that.",
    source: "this project",
    async check(t) {
      await t.given({ id: "\ufffd", userName: "half \ufffd", refreshToken: "\ufffd" });
      for (const wanted of [{ userName: "half \udc00" }, { refreshToken: "\ud800" }]) {
        t.isGone(await t.call("findToken", t.token(wanted)));
      }
      t.isGone(await t.call("findTokenById", "\ud800"));
    },
  },
];

const outliving: Clause[] = [
  {
    id: "store/reopen-keeps-saves",
    level: "MUST",
    method,
    title: "holds after reopening what was saved and updated before",
    why: "Every restart would send all users to log in again.",
    source: "K192, Why does token persistence matter?",
    needs: ["reopen"],
    after: ["find/by-user"],
    async check(t) {
      const ann = await t.given(fieldsOf("ann"));
      await t.given({ userName: "bob", refreshToken: "R" });
      await t.premise(() => t.save({ userName: "bob", accessToken: "A" }));
      await t.premise(() => t.finds({ userName: "ann" }, ann));
      const before = await t.list();
      await t.reopen();
      t.equal(await t.list(), before);
      await t.finds({ userName: "ann" }, ann);
    },
  },
  {
    id: "store/reopen-keeps-deletes",
    level: "MUST",
    method,
    title: "holds after reopening nothing that was deleted before",
    why: "A session that was ended would come back with the next restart.",
    source: "K192, Deleting a Token",
    needs: ["reopen"],
    after: ["delete/removes"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      const bob = await t.given({ userName: "bob", refreshToken: "R2" });
      await t.premise(() => t.remove(ann.id));
      await t.reopen();
      t.equal(
        (await t.list()).filter((token) => token.id === ann.id),
        [],
      );
      await t.premise(() => t.remove(bob.id));
      await t.reopen();
      t.equal(
        (await t.list()).filter((token) => token.id === bob.id),
        [],
      );
    },
  },
  {
    id: "store/reopen-keeps-delete-all",
    level: "MUST",
    method,
    title: "is empty after reopening when all was deleted before",
    why: "Sessions that were ended would come back with the next restart.",
    source: "K192, Deleting all tokens",
    needs: ["reopen"],
    after: ["delete-all/removes-all"],
    async check(t) {
      await t.given({ userName: "ann", refreshToken: "R1" });
      await t.premise(() => t.removeAll());
      await t.reopen();
      t.equal((await t.list()).length, 0);
    },
  },
  {
    id: "store/reopen-keeps-ids-distinct",
    level: "MUST",
    method,
    title: "gives a new token after reopening an id that no stored token has",
    why: "The first login after a restart would overwrite somebody's token, or fail.",
    source: "this project",
    needs: ["reopen"],
    after: ["store/reopen-keeps-saves"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      await t.reopen();
      const id = await t.save({ userName: "bob", refreshToken: "R2" });
      t.isTrue(id !== ann.id, "another id", show(id));
      t.equal((await t.list()).length, 2);
    },
  },
  {
    id: "store/reopen-never-reuses-ids",
    level: "SHOULD",
    method,
    title: "gives a deleted token's id to no other token after reopening",
    why: "Somebody who still holds the old id would get the new user's token.",
    source: "this project",
    needs: ["reopen"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      await t.premise(() => t.remove(ann.id));
      await t.reopen();
      const bob = await t.given({ userName: "bob", refreshToken: "R2" });
      t.isTrue(bob.id !== ann.id, "an id never given before", bob.id);
    },
  },
  {
    id: "store/shares-saves",
    level: "MUST",
    method,
    title: "sees through one instance what another has saved, updated and deleted",
    why: "Two workers of one app would each buy their own tokens, and end each other's.",
    source: "this project",
    needs: ["share"],
    after: ["save/updates-by-user", "delete/removes"],
    async check(t) {
      const other = await t.share();
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      t.equal(
        (await other.list()).map(({ id }) => id),
        [ann.id],
      );
      await other.save({ userName: "ann", accessToken: "A" });
      t.equal(
        (await t.list()).map(({ accessToken }) => accessToken),
        ["A"],
      );
      await t.remove(ann.id);
      t.equal(await other.list(), []);
    },
  },
  {
    id: "store/shares-users",
    level: "MUST",
    method,
    title: "stores one user once, and gives distinct ids, through two instances",
    why: "Two workers of one app would overwrite, or duplicate, their users' tokens.",
    source: "this project",
    needs: ["share"],
    after: ["save/sets-id-on-insert", "store/shares-saves"],
    async check(t) {
      const other = await t.share();
      const ids = [
        await t.save({ userName: "ann", refreshToken: "R1" }),
        await other.save({ userName: "bob", refreshToken: "R2" }),
        await t.save({ userName: "eve", refreshToken: "R3" }),
      ];
      await other.save({ userName: "ann", accessToken: "A" });
      t.isTrue(new Set(ids).size === ids.length, "three distinct ids", ids);
      t.equal(
        (await t.list()).map((token) => token.id),
        ids.sort(),
      );
    },
  },
];

/** What holds of the whole store, in reading order. */
export const storage: readonly Clause[] = [
  ...promises,
  ...argumentsRefused,
  ...instances,
  ...strings,
  ...outliving,
];

/** Gives arguments with which a method resolves. */
function argumentsFor(t: Subject, name: (typeof METHODS)[number]): unknown[] {
  if (name === "findToken" || name === "saveToken") return [t.token({ refreshToken: "R" })];
  return name === "deleteToken" || name === "findTokenById" ? ["unknown"] : [];
}

/** Makes what a second copy of the SDK would: the same getters and setters, another class. */
function foreignToken(t: Subject, fields: TokenFields): object {
  const token = t.token(fields);
  const foreign: Record<string, unknown> = {};
  for (const name of Object.getOwnPropertyNames(t.sdk.OAuthToken.prototype)) {
    const member: unknown = Reflect.get(token, name);
    if (/^[gs]et/.test(name) && typeof member === "function") foreign[name] = member.bind(token);
  }
  return foreign;
}

function kindOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return show(value);
  return `an instance of ${value.constructor?.name ?? "no class"}`;
}
