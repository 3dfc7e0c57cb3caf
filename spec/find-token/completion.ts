import type { Clause } from "../clause.js";
import { readFields } from "../token-fields.js";
import { fieldsOf } from "../tokens.js";

const method = "findToken";
const ARTICLE = "K192, Fetching a Token";

/** What becomes of the given token when a stored one is found. */
export const completion: readonly Clause[] = [
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
    after: ["find/by-user", "find/same-object"],
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
    after: ["find/by-user", "find/by-access-token", "by-id/complete", "get/complete"],
    async check(t) {
      const expiresIn = "1600000000123"; // In 2020: milliseconds since the Unix epoch.
      const ann = await t.given({ userName: "ann", refreshToken: "R", expiresIn });
      const bare = await t.given({ accessToken: "A", expiresIn });
      await t.finds({ userName: "ann" }, ann);
      await t.finds({ accessToken: "A" }, bare);
      t.equal(await t.findById(ann.id), ann);
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
