/**
 * What is handed in and out: copies, of the SDK's own class, under ids that are never given again.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import { sortById } from "./compare.js";
import { isTokenLike, readFields } from "./token-fields.js";
import { fieldsOf } from "./tokens.js";
import { show } from "./transcript.js";

const method = "whole store";

/** What is handed in and out, in reading order. */
export const instances: readonly Clause[] = [
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
      const list: unknown[] = Array.isArray(all) ? all : [];
      for (const token of [found, byId, ...list].filter(isTokenLike)) {
        t.change(token, { refreshToken: "changed", id: "changed" });
      }
      Reflect.set(list, "length", 0);
      await t.holds(ann);
    },
  },
  {
    id: "store/leaves-copies-alone",
    level: "SHOULD",
    method,
    title: "changes nothing that it has handed out when more is saved and deleted",
    why: "A request would go on with another token than the one that it began with.",
    source: "this project",
    after: ["find/by-user", "by-id/complete", "get/complete"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      const bob = await t.given({ userName: "bob", refreshToken: "R2" });
      const found = await t.settled("findToken", t.token({ userName: "ann" }));
      const byId = await t.settled("findTokenById", ann.id);
      const all = await t.settled("getTokens");
      await t.premise(() => t.save(fieldsOf("ann")));
      await t.premise(() => t.remove(bob.id));
      await t.premise(() => t.find({ userName: "ann" }));
      await t.premise(() => t.list());
      for (const token of [found, byId].filter(isTokenLike)) t.equal(readFields(token), ann);
      if (!Array.isArray(all)) return;
      t.equal(sortById(all.filter(isTokenLike).map(readFields)), sortById([ann, bob]));
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
      const isNew = eve.id !== bob.id && eve.id !== ann.id;
      t.isTrue(isNew, "an id never given before", `id ${show(eve.id)}`);
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
      t.isTrue(bob.id !== ann.id, "an id never given before", `id ${show(bob.id)}`);
    },
  },
];

function kindOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return show(value);
  // Iterators have no class that all versions of Node agree on, but a name of their kind.
  const [, kind = ""] = / (.+)\]$/.exec(Object.prototype.toString.call(value)) ?? [];
  return `an instance of ${kind === "Object" ? (value.constructor?.name ?? "no class") : kind}`;
}
