/**
 * What `findToken` promises.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import { candidates } from "./model.js";
import type { Subject } from "./subject.js";
import { readFields, type StoredFields, type TokenFields } from "./token-fields.js";
import { CLIENT, COMBINATIONS, fieldsOf, KEY_ROWS, TWINS } from "./tokens.js";

const method = "findToken";
const ARTICLE = "K192, Fetching a Token";
const LADDER = "K192, Saving a Token and Fetching a Token, made one ladder by this project";

const eachKey: Clause[] = [
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

const order: Clause[] = [
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

const guards: Clause[] = [
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

const misses: Clause[] = [
  {
    id: "find/no-key",
    level: "MUST",
    method,
    title: "finds nothing for a token that carries no key",
    why: "A query without a condition gives the first row: somebody else's token.",
    source: "this project: K192's sample selects without a condition",
    async check(t) {
      await t.given({ userName: "ann", refreshToken: "R" });
      t.equal(await t.find({}), null);
      t.equal(await t.find({ redirectURL: "https://app.test/callback" }), null);
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

const completion: Clause[] = [
  {
    id: "find/same-object",
    level: "MUST",
    method,
    title: "gives back the very object that was passed in",
    why: "The SDK's remove() reads the id from the object that it passed; logout would do nothing.",
    source: "SDK, oauth_token, getToken() and remove()",
    after: ["find/by-user"],
    async check(t) {
      await t.given({ userName: "ann", refreshToken: "R" });
      const token = t.token({ userName: "ann" });
      const found = await t.settled("findToken", token);
      t.isTrue(
        found === token,
        "the object that was passed in",
        found === null ? "null" : "another object",
      );
    },
  },
  {
    id: "find/completes",
    level: "MUST",
    method,
    title: "fills every blank field of the given token from the stored one",
    why: "A lost expiry means a stale token for ever; a lost API domain, the wrong data centre.",
    source: ARTICLE,
    after: ["find/by-user"],
    async check(t) {
      const stored = await t.given(fieldsOf("ann"));
      const token = t.token({ userName: "ann" });
      await t.settled("findToken", token);
      t.equal(readFields(token), stored);
    },
  },
  {
    id: "find/keeps-filled-fields",
    level: "MUST",
    method,
    title: "keeps the fields that the caller had filled",
    why: "A rotated client secret in the app's settings would be undone by the stored old one.",
    source: "K192, Fetching a Token: fields are merged; SDK, file_store, setMergeData()",
    after: ["find/by-user", "find/completes"],
    async check(t) {
      const stored = await t.given(fieldsOf("ann"));
      const filled = { clientSecret: "new", accessToken: "new", redirectURL: "new" };
      t.equal(await t.find({ userName: "ann", ...filled }), { ...stored, ...filled });
    },
  },
  {
    id: "find/id-is-the-rows",
    level: "MUST",
    method,
    title: "sets the id to the stored token's, whatever it was",
    why: "With a stale id on it, the token's remove() would delete somebody else's.",
    source: "this project",
    after: ["find/by-user"],
    async check(t) {
      const bob = await t.given({ userName: "bob", refreshToken: "R2" });
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      await t.finds({ userName: "ann", id: bob.id }, ann);
      await t.finds({ userName: "ann", id: "unknown" }, ann);
    },
  },
  {
    id: "find/expired",
    level: "MUST",
    method,
    title: "finds a token whose access token has ended, like any other",
    why: "The SDK refreshes it with what it finds; a store that hides it ends the session.",
    source: "SDK, oauth_token, getTokenExpiry(): the SDK decides what is expired",
    after: ["find/by-user", "find/by-access-token", "get/complete"],
    async check(t) {
      const expiresIn = "1600000000000"; // In 2020: milliseconds since the Unix epoch.
      const ann = await t.given({ userName: "ann", refreshToken: "R", expiresIn });
      const bare = await t.given({ accessToken: "A", expiresIn });
      await t.finds({ userName: "ann" }, ann);
      await t.finds({ accessToken: "A" }, bare);
      await t.holds(ann, bare);
    },
  },
  {
    id: "find/changes-nothing",
    level: "MUST",
    method,
    title: "changes nothing in the store, found or not",
    why: "A lookup is not consent to store what the caller happened to pass.",
    source: "this project",
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      await t.premise(() =>
        t.find({ userName: "ann", accessToken: "A", apiDomain: "https://x.test" }),
      );
      await t.premise(() => t.find({ userName: "bob", refreshToken: "R2" }));
      await t.holds(ann);
    },
  },
];

/** Asserts that each of these tokens finds the one of {@link KEY_ROWS} that it means. */
async function findsRightly(t: Subject, all: readonly TokenFields[]): Promise<void> {
  const rows: StoredFields[] = [];
  for (const row of KEY_ROWS) rows.push(await t.given(row));
  for (const wanted of all) {
    const [meant] = candidates(rows, wanted);
    t.equal(
      await t.find(wanted),
      meant === undefined ? null : { ...meant, ...wanted, id: meant.id },
    );
  }
}

const examples = [...eachKey, ...order, ...guards, ...misses, ...completion];

/** What `findToken` promises, in reading order. */
export const findToken: readonly Clause[] = [
  ...examples,
  {
    id: "find/every-combination",
    level: "MUST",
    method,
    title: "finds the right token for each of 128 combinations of identity fields",
    why: "The rules above are examples; an app can pass any combination.",
    source: LADDER,
    after: examples.map((clause) => clause.id),
    async check(t) {
      // A lookup changes nothing, so one store will do. Where it fails, a store for each shows it by
      // fewer calls.
      const violation = await t.violationIn(() => findsRightly(t, COMBINATIONS));
      if (violation === null) return;
      await t.forEach(COMBINATIONS, (t, wanted) => findsRightly(t, [wanted]));
      throw violation;
    },
  },
];
