import type { Clause } from "../clause.js";
import { readFields } from "../token-fields.js";
import { TWINS } from "../tokens.js";

const method = "findToken";
const ARTICLE = "K192, Fetching a Token";

/** When nothing is found, and what happens then. */
export const misses: readonly Clause[] = [
  {
    id: "find/no-key",
    level: "MUST",
    method,
    title: "finds nothing for a token that carries no key",
    why: "A query without a condition gives the first row: somebody else's token.",
    source: "this project: K192's sample selects without a condition",
    async check(t) {
      const common = {
        redirectURL: "https://app.test/callback",
        apiDomain: "https://eu.test",
        expiresIn: "4102444800000",
      };
      await t.given({ userName: "ann", refreshToken: "R", ...common });
      t.equal(await t.find({}), null);
      for (const [field, value] of Object.entries(common)) {
        t.equal(await t.find({ [field]: value }), null);
      }
    },
  },
  {
    id: "find/client-is-no-key",
    level: "MUST",
    method,
    title: "finds nothing for client credentials alone",
    why: "All users of an app share its client; any of their tokens would be handed out.",
    source: "this project: K192 names client credentials among the keys",
    async check(t) {
      await t.given({ userName: "ann", clientId: "C", clientSecret: "S", refreshToken: "R" });
      t.equal(await t.find({ clientId: "C", clientSecret: "S" }), null);
    },
  },
  {
    id: "find/blank-is-no-key",
    level: "MUST",
    method,
    title: "takes an empty string for no key",
    why: "An empty form field would match every token that lacks that field.",
    source: ARTICLE,
    after: ["find/no-key", "find/client-is-no-key"],
    async check(t) {
      await t.given({
        userName: "ann",
        clientId: "C",
        apiDomain: "https://eu.test",
        refreshToken: "R",
      });
      t.equal(await t.find({ accessToken: "", grantToken: "", clientId: "" }), null);
      await t.given({ accessToken: "A" });
      t.equal(await t.find({ grantToken: "", refreshToken: "", clientId: "C" }), null);
    },
  },
  {
    id: "find/blank-user-is-no-user",
    level: "MUST",
    method,
    title: "takes a user signature with a blank name for no user",
    why: "A blank name would hide the token, or match that of anybody who has no name either.",
    source: "K192, Fetching a Token: 'if name is not None and len(name) > 0'",
    after: ["find/owned-by-key", "find/no-key"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R" });
      await t.finds({ userName: "", refreshToken: "R" }, ann);
      await t.given({ accessToken: "A" });
      t.equal(await t.find({ userName: "" }), null);
    },
  },
  {
    id: "find/exact",
    level: "MUST",
    method,
    title: "compares keys exactly: case, accents, spaces, digits and wildcards count",
    why: "A collation that ignores a difference hands one user's token to another.",
    source: "this project: MySQL's default collations ignore several of these",
    async check(t) {
      await t.forEach(TWINS, async (t, [stored, twin]) => {
        await t.given({ userName: stored, refreshToken: stored });
        t.equal(await t.find({ userName: twin }), null);
        t.equal(await t.find({ refreshToken: twin }), null);
      });
    },
  },
  {
    id: "find/tie",
    level: "MUST",
    method,
    title: "answers a tie with one of the tied tokens, whole",
    why: "A mixture of two tokens, or none at all, serves nobody; which of the two is left open.",
    source: "this project",
    after: ["find/owned-by-key", "find/completes", "save/never-takes-over"],
    async check(t) {
      const ann = await t.given({
        userName: "ann",
        refreshToken: "R",
        apiDomain: "https://a.test",
      });
      const bob = await t.given({
        userName: "bob",
        refreshToken: "R",
        redirectURL: "https://b.test",
      });
      const found = await t.find({ refreshToken: "R" });
      t.equal(found, found?.id === ann.id ? ann : bob);
    },
  },
  {
    id: "find/replaced-value",
    level: "MUST",
    method,
    title: "finds nothing by a value that a save has replaced",
    why: "An index or a cache that keeps old values hands out a token by a key that ended.",
    source: "this project",
    after: ["save/updates-by-user", "find/owned-by-key"],
    async check(t) {
      await t.given({ userName: "ann", refreshToken: "R1" });
      await t.premise(() => t.save({ userName: "ann", refreshToken: "R2" }));
      t.equal(await t.find({ refreshToken: "R1" }), null);
    },
  },
  {
    id: "find/deleted",
    level: "MUST",
    method,
    title: "finds nothing by the keys of a token that was deleted",
    why: "A user who has logged out would still be logged in.",
    source: "K192, Deleting a Token",
    after: ["delete/removes", "find/by-user", "find/owned-by-key"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R" });
      await t.premise(() => t.find({ refreshToken: "R" }));
      await t.premise(() => t.remove(ann.id));
      for (const key of [{ userName: "ann" }, { refreshToken: "R" }, { id: ann.id }]) {
        t.equal(await t.find(key), null);
      }
    },
  },
  {
    id: "find/miss-is-null",
    level: "MUST",
    method,
    title: "gives null when no stored token is meant",
    why: "The SDK takes anything else for a token, and does not buy one.",
    source: ARTICLE,
    async check(t) {
      t.equal(await t.settled("findToken", t.token({ refreshToken: "R" })), null);
      await t.given({ userName: "ann", refreshToken: "R1" });
      t.equal(await t.settled("findToken", t.token({ refreshToken: "R2" })), null);
    },
  },
  {
    id: "find/miss-leaves-argument",
    level: "MUST",
    method,
    title: "leaves the given token as it was when nothing is found",
    why: "The SDK goes on with that very object; what was mixed into it is sent to Zoho.",
    source: "SDK, oauth_token, getToken()",
    after: ["find/miss-is-null"],
    async check(t) {
      const given = { userName: "bob", clientId: "C", refreshToken: "R2" };
      await t.given({ userName: "ann", clientId: "C", refreshToken: "R1", accessToken: "A1" });
      const token = t.token(given);
      t.equal(await t.premise(() => t.settled("findToken", token)), null);
      t.equal(readFields(token), given);
    },
  },
];
