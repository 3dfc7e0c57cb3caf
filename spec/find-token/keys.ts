import type { Clause } from "../clause.js";
import { CLIENT } from "../tokens.js";

const method = "findToken";
const ARTICLE = "K192, Fetching a Token";

/** Which keys find a token: one clause a key of the lookup ladder. */
export const keys: readonly Clause[] = [
  {
    id: "find/by-user",
    level: "MUST",
    method,
    title: "finds a token by its user name",
    why: "An app that knows only who is logged in would have to send its user to log in again.",
    source: ARTICLE,
    async check(t) {
      await t.given({ userName: "ann", refreshToken: "R1" });
      const bob = await t.given({ userName: "bob", refreshToken: "R2" });
      t.equal(await t.find({ userName: "bob" }), bob);
    },
  },
  {
    id: "find/by-access-token",
    level: "MUST",
    method,
    title: "finds a token by its access token alone",
    why: "An app that starts from an access token would store it once more at every start.",
    source: ARTICLE,
    async check(t) {
      await t.given({ accessToken: "A1", refreshToken: "R1" });
      const second = await t.given({ accessToken: "A2", refreshToken: "R2" });
      t.equal(await t.find({ accessToken: "A2" }), second);
    },
  },
  {
    id: "find/by-grant-token",
    level: "MUST",
    method,
    title: "finds a token by its grant token",
    why: "After a restart the SDK would send the spent grant token again, and the login fails.",
    source: `${ARTICLE}; SDK, oauth_token`,
    async check(t) {
      await t.given({ ...CLIENT, grantToken: "G1" });
      const second = await t.given({ ...CLIENT, grantToken: "G2" });
      t.equal(await t.find({ ...CLIENT, grantToken: "G2" }), second);
    },
  },
  {
    id: "find/by-refresh-token",
    level: "MUST",
    method,
    title: "finds a token by its refresh token",
    why: "Every restart would buy a new access token, until Zoho's limit on them locks the app out.",
    source: ARTICLE,
    async check(t) {
      await t.given({ ...CLIENT, refreshToken: "R1" });
      const second = await t.given({ ...CLIENT, refreshToken: "R2" });
      t.equal(await t.find({ ...CLIENT, refreshToken: "R2" }), second);
    },
  },
  {
    id: "find/by-access-token-with-client",
    level: "MUST",
    method,
    title: "finds a token by its access token beside client credentials",
    why: "A token that has nothing else to be known by would be stored twice.",
    source: "this project: K192 leaves this token without a key",
    async check(t) {
      await t.given({ clientId: "C", accessToken: "A1" });
      const second = await t.given({ clientId: "C", accessToken: "A2" });
      t.equal(await t.find({ clientId: "C", accessToken: "A2" }), second);
    },
  },
  {
    id: "find/by-id",
    level: "MUST",
    method,
    title: "finds a token by its id",
    why: "The SDK's revoke() passes a token that has nothing but an id; it would revoke nothing.",
    source: "SDK, oauth_token, revoke()",
    async check(t) {
      await t.given({ userName: "ann", refreshToken: "R1" });
      const bob = await t.given({ userName: "bob", refreshToken: "R2" });
      t.equal(await t.find({ id: bob.id }), bob);
    },
  },
];
