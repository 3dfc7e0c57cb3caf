import type { Clause } from "../clause.js";
import { CLIENT } from "../tokens.js";

const method = "findToken";
const ARTICLE = "K192, Fetching a Token";

/** In which order the keys are tried. */
export const order: readonly Clause[] = [
  {
    id: "find/user-before-access-token",
    level: "MUST",
    method,
    title: "tries the user name before the access token",
    why: "Two stores that choose differently give the same app two different tokens.",
    source: ARTICLE,
    after: ["find/by-user", "find/by-access-token"],
    async check(t) {
      await t.given({ accessToken: "A" });
      const ann = await t.given({ userName: "ann", refreshToken: "R" });
      await t.finds({ userName: "ann", accessToken: "A" }, ann);
    },
  },
  {
    id: "find/access-token-before-grant-token",
    level: "MUST",
    method,
    title: "tries a lone access token before the grant token",
    why: "Two stores that choose differently give the same app two different tokens.",
    source: ARTICLE,
    after: ["find/by-access-token", "find/by-grant-token"],
    async check(t) {
      await t.given({ ...CLIENT, grantToken: "G" });
      const byAccess = await t.given({ accessToken: "A" });
      await t.finds({ accessToken: "A", grantToken: "G" }, byAccess);
    },
  },
  {
    id: "find/grant-token-before-refresh-token",
    level: "MUST",
    method,
    title: "tries the grant token before the refresh token",
    why: "Two stores that choose differently give the same app two different tokens.",
    source: ARTICLE,
    after: ["find/by-grant-token", "find/by-refresh-token"],
    async check(t) {
      await t.given({ ...CLIENT, refreshToken: "R" });
      const byGrant = await t.given({ ...CLIENT, grantToken: "G" });
      await t.finds({ ...CLIENT, grantToken: "G", refreshToken: "R" }, byGrant);
    },
  },
  {
    id: "find/refresh-token-before-access-token",
    level: "MUST",
    method,
    title: "tries the refresh token before an access token beside client credentials",
    why: "Access tokens rotate hourly; matched first, a stale one can win over the lasting key.",
    source: "this project",
    after: ["find/by-refresh-token", "find/by-access-token-with-client"],
    async check(t) {
      await t.given({ accessToken: "A" });
      const lasting = await t.given({ ...CLIENT, refreshToken: "R" });
      await t.finds({ ...CLIENT, refreshToken: "R", accessToken: "A" }, lasting);
    },
  },
  {
    id: "find/access-token-before-id",
    level: "MUST",
    method,
    title: "tries the access token before the id",
    why: "An id left over on a token object would win over the token that it really carries.",
    source: "this project",
    after: ["find/by-access-token-with-client", "find/by-id", "find/id-is-the-rows"],
    async check(t) {
      const first = await t.given({ ...CLIENT, refreshToken: "R" });
      const byAccess = await t.given({ accessToken: "A" });
      await t.finds({ id: first.id, clientSecret: "S", accessToken: "A" }, byAccess);
    },
  },
  {
    id: "find/falls-through",
    level: "MUST",
    method,
    title: "tries the next key when a key finds no token",
    why: "A token stored before its user was known would never be found again, and bought anew.",
    source: "SDK, oauth_token: the user is looked up after the first save",
    after: ["find/by-refresh-token"],
    async check(t) {
      const stored = await t.given({ ...CLIENT, refreshToken: "R" });
      await t.finds({ userName: "ann", ...CLIENT, grantToken: "G", refreshToken: "R" }, stored);
    },
  },
];
