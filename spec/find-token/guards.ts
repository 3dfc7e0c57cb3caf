import type { Clause } from "../clause.js";
import { CLIENT } from "../tokens.js";

const method = "findToken";
const ARTICLE = "K192, Fetching a Token";

/** What a key never matches, and what it matches all the same. */
export const guards: readonly Clause[] = [
  {
    id: "find/never-another-users",
    level: "MUST",
    method,
    title: "never gives one user's token to a token that names another user",
    why: "One user would work in another user's account.",
    source: "this project",
    async check(t) {
      const ann = await t.given({
        userName: "ann",
        refreshToken: "R",
        accessToken: "A",
        grantToken: "G",
      });
      t.equal(await t.find({ userName: "bob", refreshToken: "R" }), null);
      t.equal(await t.find({ userName: "bob", accessToken: "A" }), null);
      t.equal(await t.find({ userName: "bob", grantToken: "G" }), null);
      t.equal(await t.find({ userName: "bob", id: ann.id }), null);
    },
  },
  {
    id: "find/owned-by-key",
    level: "MUST",
    method,
    title: "finds a user's token by a key when no user is named",
    why: "With user lookup switched off, a restart would not find the token that it stored.",
    source: ARTICLE,
    after: ["find/by-refresh-token"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R" });
      t.equal(await t.find({ refreshToken: "R" }), ann);
    },
  },
  {
    id: "find/never-another-clients",
    level: "MUST",
    method,
    title: "never matches a token across two client ids",
    why: "A token is valid only for the client that it was issued to.",
    source: "K192, Saving a Token: 'with the same client credentials'",
    async check(t) {
      await t.given({ ...CLIENT, refreshToken: "R", accessToken: "A", grantToken: "G" });
      const other = { clientId: "C2", clientSecret: "S2" };
      t.equal(await t.find({ ...other, refreshToken: "R" }), null);
      t.equal(await t.find({ ...other, accessToken: "A" }), null);
      t.equal(await t.find({ ...other, grantToken: "G" }), null);
    },
  },
  {
    id: "find/user-across-clients",
    level: "MUST",
    method,
    title: "finds a user's token whatever the client id",
    why: "A user whose app changed its client would be stored a second time.",
    source: ARTICLE,
    after: ["find/by-user"],
    async check(t) {
      const ann = await t.given({ userName: "ann", clientId: "C1", refreshToken: "R" });
      await t.finds({ userName: "ann", clientId: "C2" }, ann);
    },
  },
  {
    id: "find/id-across-clients",
    level: "MUST",
    method,
    title: "finds a token by its id whatever the client id",
    why: "revoke() after a change of the client would revoke nothing.",
    source: "this project: the client guard is for the three tokens",
    after: ["find/by-id"],
    async check(t) {
      const stored = await t.given({ ...CLIENT, refreshToken: "R" });
      await t.finds({ id: stored.id, clientId: "C2" }, stored);
    },
  },
  {
    id: "find/client-on-one-side",
    level: "MUST",
    method,
    title: "matches where only one side bears a client id",
    why: "A token stored without its client would be lost as soon as the app names the client.",
    source: "this project",
    after: ["save/inserts-any-token", "find/by-refresh-token"],
    async check(t) {
      const bare = await t.given({ refreshToken: "R1" });
      const full = await t.given({ clientId: "C", refreshToken: "R2" });
      await t.finds({ clientId: "C", refreshToken: "R1" }, bare);
      await t.finds({ refreshToken: "R2" }, full);
    },
  },
  {
    id: "find/secret-not-compared",
    level: "MUST",
    method,
    title: "matches whatever the client secret",
    why: "After the secret is rotated, no stored token would be found.",
    source: "this project",
    after: ["find/by-refresh-token", "find/by-grant-token", "find/by-access-token-with-client"],
    async check(t) {
      for (const key of [{ refreshToken: "R" }, { grantToken: "G" }, { accessToken: "A" }]) {
        const stored = await t.given({ clientId: "C", clientSecret: "old", ...key });
        await t.finds({ clientId: "C", clientSecret: "new", ...key }, stored);
      }
    },
  },
];
