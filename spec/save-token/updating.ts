import type { Clause } from "../clause.js";
import { sortById } from "../compare.js";
import { FIELDS } from "../token-fields.js";
import { CLIENT, fieldsOf } from "../tokens.js";
import { show } from "../transcript.js";

const method = "saveToken";
const ARTICLE = "K192, Saving a Token";

/** Which stored token is updated, and what of it changes. */
export const updating: readonly Clause[] = [
  {
    id: "save/updates-by-user",
    level: "MUST",
    method,
    title: "updates the stored token of the same user",
    why: "Each refresh would add a row, and the old token would be found first.",
    source: ARTICLE,
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      await t.save({ userName: "ann", refreshToken: "R2" });
      await t.holds({ ...ann, refreshToken: "R2" });
    },
  },
  {
    id: "save/updates-by-access-token",
    level: "MUST",
    method,
    title: "updates the stored token of the same access token, when it comes alone",
    why: "The token would be stored twice.",
    source: ARTICLE,
    async check(t) {
      const stored = await t.given({ accessToken: "A" });
      await t.save({ accessToken: "A", apiDomain: "https://eu.test" });
      await t.holds({ ...stored, apiDomain: "https://eu.test" });
    },
  },
  {
    id: "save/updates-by-grant-token",
    level: "MUST",
    method,
    title: "updates the stored token of the same grant token",
    why: "The token would be stored twice.",
    source: ARTICLE,
    after: ["save/keeps-every-field"],
    async check(t) {
      const stored = await t.given({ ...CLIENT, grantToken: "G" });
      await t.save({ ...CLIENT, grantToken: "G", refreshToken: "R" });
      await t.holds({ ...stored, refreshToken: "R" });
    },
  },
  {
    id: "save/updates-by-refresh-token",
    level: "MUST",
    method,
    title: "updates the stored token of the same refresh token",
    why: "Each hourly refresh would add a row.",
    source: ARTICLE,
    after: ["save/keeps-every-field"],
    async check(t) {
      const stored = await t.given({ ...CLIENT, refreshToken: "R", accessToken: "A1" });
      await t.save({ ...CLIENT, refreshToken: "R", accessToken: "A2" });
      await t.holds({ ...stored, accessToken: "A2" });
    },
  },
  {
    id: "save/updates-by-access-token-with-client",
    level: "MUST",
    method,
    title: "updates the stored token of the same access token beside client credentials",
    why: "The token would be stored twice.",
    source: "this project: K192 leaves this token without a key",
    after: ["find/by-access-token-with-client"],
    async check(t) {
      const stored = await t.given({ clientId: "C", accessToken: "A" });
      await t.save({ clientId: "C", accessToken: "A", refreshToken: "R" });
      await t.holds({ ...stored, refreshToken: "R" });
    },
  },
  {
    id: "save/updates-by-id",
    level: "MUST",
    method,
    title: "updates the stored token of the same id when no other key finds one",
    why: "The SDK refreshes the token that findTokenById gave; its new tokens must reach its row.",
    source: "SDK, oauth_token, getToken() with an id",
    after: ["save/keeps-every-field", "find/falls-through"],
    async check(t) {
      const stored = await t.given({ ...CLIENT, refreshToken: "R1" });
      await t.save({ id: stored.id, ...CLIENT, refreshToken: "R2" });
      await t.holds({ ...stored, refreshToken: "R2" });
    },
  },
  {
    id: "save/changes-one-row",
    level: "MUST",
    method,
    title: "leaves every other stored token to the letter",
    why: "An update without a condition gives all users one user's token.",
    source: "this project",
    after: ["save/keeps-every-field"],
    async check(t) {
      const ann = await t.given(fieldsOf("ann"));
      await t.given(fieldsOf("bob"));
      const bare = await t.given({ ...CLIENT, refreshToken: "R" });
      await t.save({ userName: "bob", accessToken: "A" });
      const others = (await t.list()).filter(({ id }) => id === ann.id || id === bare.id);
      t.equal(others, sortById([ann, bare]));
    },
  },
  {
    id: "save/blank-keeps-stored",
    level: "MUST",
    method,
    title: "leaves the stored values of the fields that the token lacks",
    why: "A refresh brings no refresh token along; erasing the stored one ends the session.",
    source: "SDK, oauth_token, parseResponse()",
    after: ["save/keeps-every-field", "save/updates-by-user"],
    async check(t) {
      const ann = await t.given(fieldsOf("ann"));
      await t.save({ userName: "ann", accessToken: "A2" });
      await t.holds({ ...ann, accessToken: "A2" });
    },
  },
  {
    id: "save/empty-keeps-stored",
    level: "MUST",
    method,
    title: "takes an empty string for a field that the token lacks",
    why: "A field that a form or a parser left empty would erase the stored refresh token.",
    source: "this project: blank is null, undefined or the empty string",
    after: ["save/blank-keeps-stored"],
    async check(t) {
      const ann = await t.given(fieldsOf("ann"));
      await t.save({ userName: "ann", refreshToken: "", clientId: "", accessToken: "A2" });
      await t.holds({ ...ann, accessToken: "A2" });
    },
  },
  {
    id: "save/updates-every-field",
    level: "MUST",
    method,
    title: "replaces every field that the token carries",
    why: "A new access token with the old expiry is refreshed too late, or at every request.",
    source: ARTICLE,
    after: ["save/keeps-every-field", "save/updates-by-user"],
    async check(t) {
      const ann = await t.given(fieldsOf("ann"));
      for (const field of FIELDS.filter((field) => field !== "id" && field !== "userName")) {
        await t.save({ userName: "ann", [field]: "new" });
        const stored = (await t.list()).find((token) => token.id === ann.id);
        t.equal({ [field]: stored?.[field] }, { [field]: "new" });
      }
    },
  },
  {
    id: "save/claims",
    level: "MUST",
    method,
    title: "adds the user to a stored token that had none",
    why: "An app that names the user later would store the token a second time, and find either.",
    source: "this project: the SDK itself saves that token with its id",
    after: ["save/updates-by-refresh-token", "find/falls-through"],
    async check(t) {
      const stored = await t.given({ ...CLIENT, refreshToken: "R" });
      await t.save({ userName: "ann", ...CLIENT, refreshToken: "R" });
      await t.holds({ ...stored, userName: "ann" });
    },
  },
  {
    id: "save/never-takes-over",
    level: "MUST",
    method,
    title: "never overwrites a user's token with a token that names another user",
    why: "Both users would work in one account.",
    source: "K192, Saving a Token: 'Multiple users should be managed separately'",
    after: ["save/inserts", "find/never-another-users"],
    async check(t) {
      const ann = await t.given({
        userName: "ann",
        refreshToken: "R",
        grantToken: "G",
        accessToken: "A",
      });
      const bob = { userName: "bob", refreshToken: "R", grantToken: "G", accessToken: "A" };
      await t.save(bob);
      const rows = await t.list();
      t.equal(rows.find(({ id }) => id === ann.id) ?? "no token of ann", ann);
      t.isTrue(rows.length === 2, "a second token, for bob", show(rows));
    },
  },
  {
    id: "save/never-across-clients",
    level: "MUST",
    method,
    title: "never overwrites the token of another client id",
    why: "Neither client could use what is stored then.",
    source: "K192, Saving a Token: 'with the same client credentials'",
    after: ["save/keeps-every-field"],
    async check(t) {
      for (const key of [{ refreshToken: "R" }, { grantToken: "G" }, { accessToken: "A" }]) {
        const stored = await t.given({ ...CLIENT, ...key });
        const count = (await t.peek()).length;
        await t.save({ clientId: "C2", clientSecret: "S2", ...key });
        const rows = await t.list();
        t.isTrue(rows.length === count + 1, "one more token", rows);
        t.equal(
          rows.find(({ id }) => id === stored.id),
          stored,
        );
      }
    },
  },
  {
    id: "save/rotated-secret",
    level: "MUST",
    method,
    title: "updates across a change of the client secret",
    why: "Rotating the secret would store every token a second time.",
    source: "this project",
    after: ["save/keeps-every-field", "save/updates-by-refresh-token"],
    async check(t) {
      const stored = await t.given({ clientId: "C", clientSecret: "old", refreshToken: "R" });
      await t.save({ clientId: "C", clientSecret: "new", refreshToken: "R" });
      await t.holds({ ...stored, clientSecret: "new" });
    },
  },
  {
    id: "save/keeps-row-id",
    level: "MUST",
    method,
    title: "never changes the id of a stored token",
    why: "Apps keep the id beside their own user; it would point to nothing.",
    source: "this project",
    after: ["save/blank-keeps-stored"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R" });
      await t.save({ id: "other", userName: "ann", accessToken: "A" });
      await t.holds({ ...ann, accessToken: "A" });
    },
  },
  {
    id: "save/sets-id-on-update",
    level: "MUST",
    method,
    title: "sets the stored token's id on the token that updates it",
    why: "The SDK's remove() reads the id from that object; logout would do nothing.",
    source: "SDK, oauth_token, remove()",
    after: ["save/updates-by-user"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R" });
      const id = await t.save({ userName: "ann", accessToken: "A" });
      t.isTrue(id === ann.id, `token.id to be ${show(ann.id)}`, id);
    },
  },
];
