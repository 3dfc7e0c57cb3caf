/**
 * What `saveToken` promises.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import { candidates, isPossibleId } from "./model.js";
import { type Subject, sortById } from "./subject.js";
import { FIELDS, readFields, type StoredFields, type TokenFields } from "./token-fields.js";
import { CLIENT, COMBINATIONS, fieldsOf, KEY_ROWS } from "./tokens.js";
import { show } from "./transcript.js";

const method = "saveToken";
const ARTICLE = "K192, Saving a Token";

const inserting: Clause[] = [
  {
    id: "save/inserts",
    level: "MUST",
    method,
    title: "stores a token that matches none of the stored ones",
    why: "What is not stored is bought again at the next start, or needs a new login.",
    source: ARTICLE,
    async check(t) {
      await inserts(
        t,
        { userName: "ann", refreshToken: "R1" },
        { userName: "bob", refreshToken: "R2" },
        { accessToken: "A" },
        { ...CLIENT, refreshToken: "R3" },
        { ...CLIENT, grantToken: "G" },
      );
    },
  },
  {
    id: "save/inserts-any-token",
    level: "MUST",
    method,
    title: "stores any token that brings an access, refresh or grant token, whatever it lacks",
    why: "An app that moves tokens from another store would lose those that it kept no client of.",
    source: "K192, Saving a Token: it needs one of the three tokens, and nothing else",
    after: ["save/inserts"],
    async check(t) {
      await inserts(
        t,
        { refreshToken: "R" },
        { grantToken: "G" },
        { ...CLIENT, accessToken: "A" },
        { clientId: "C", refreshToken: "R2" },
      );
    },
  },
  {
    id: "save/keeps-every-field",
    level: "MUST",
    method,
    title: "stores all ten fields",
    why: "A lost expiry means a stale token for ever; a lost API domain, the wrong data centre.",
    source: "K192, Initialization and Table Setup",
    after: ["save/inserts"],
    async check(t) {
      const id = await t.save(fieldsOf("ann"));
      t.equal(
        (await t.list()).map((token) => ({ ...token, id })),
        [{ ...fieldsOf("ann"), id }],
      );
    },
  },
  {
    id: "save/blank-user-is-no-user",
    level: "MUST",
    method,
    title: "stores a token with a blank user name as a token without a user",
    why: "The blank name would be one user, shared by everybody who has no name.",
    source: "K192, Saving a Token: 'if name is not None and len(name) > 0'",
    after: ["save/inserts"],
    async check(t) {
      await t.save({ userName: "", ...CLIENT, refreshToken: "R1" });
      await t.save({ userName: "", ...CLIENT, refreshToken: "R2" });
      t.equal((await t.list()).length, 2);
    },
  },
  {
    id: "save/sets-id-on-insert",
    level: "MUST",
    method,
    title: "sets the id on the token that it inserts",
    why: "The SDK's remove() reads the id from that object; logout would do nothing.",
    source: "SDK, oauth_token, remove()",
    after: ["save/inserts"],
    async check(t) {
      const id = await t.save({ userName: "ann", refreshToken: "R" });
      t.isTrue(id !== null && id !== undefined && id !== "", "token.id to be set", id);
      t.equal((await t.list())[0]?.id, id);
    },
  },
  {
    id: "save/ids-fit-the-column",
    level: "MUST",
    method,
    title: "makes ids of 1 to 10 characters",
    why: "The published column is varchar(10): a longer id is cut, or refused, elsewhere.",
    source: "K192, Initialization and Table Setup",
    async check(t) {
      const { id } = await t.given({ userName: "ann", refreshToken: "R" });
      t.isTrue(isPossibleId(id), "an id of 1 to 10 characters", id);
    },
  },
  {
    id: "save/distinct-ids",
    level: "MUST",
    method,
    title: "gives thirty tokens thirty distinct ids",
    why: "K192's sample takes the greatest id as text: after 9 it gives 10 for ever.",
    source: "this project: K192, generate_id",
    after: ["save/inserts", "save/sets-id-on-insert"],
    async check(t) {
      const ids = new Set<string | null>();
      for (let n = 1; n <= 30; n++) {
        ids.add(await t.save({ userName: `user${n}`, refreshToken: `R${n}` }));
        if (ids.size !== n) t.fail(`${n} distinct ids`, `${ids.size} distinct ids`);
      }
    },
  },
  {
    id: "save/own-id",
    level: "MUST",
    method,
    title: "stores a token under its own id where that is free",
    why: "An app that moves tokens from another store keeps their ids in its own tables.",
    source: "K192, Saving a Token: an id is made only where the token has none",
    after: ["save/inserts"],
    async check(t) {
      t.equal(await t.save({ id: "mine", userName: "ann", refreshToken: "R" }), "mine");
      await t.holds({ id: "mine", userName: "ann", refreshToken: "R" });
    },
  },
  {
    id: "save/own-ids-exact",
    level: "MUST",
    method,
    title: "keeps apart two tokens whose own ids differ in case alone",
    why: "The second would overwrite the first: a user gets another user's token.",
    source: "this project: ids compare exactly",
    after: ["save/own-id"],
    async check(t) {
      const ann = await t.given({ id: "a1", userName: "ann", refreshToken: "R1" });
      const bob = { id: "A1", userName: "bob", refreshToken: "R2" };
      t.equal(await t.save(bob), "A1");
      await t.holds(ann, bob);
    },
  },
  {
    id: "save/taken-id-rejects",
    level: "MUST",
    method,
    title: "refuses a new token whose own id is in use",
    why: "Storing it would overwrite, or duplicate, another user's token.",
    source: "this project",
    after: ["save/own-id"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      const bob = { id: ann.id, userName: "bob", refreshToken: "R2" };
      t.refused(await t.call("saveToken", t.token(bob)));
      await t.holds(ann);
    },
  },
  {
    id: "save/long-id-rejects",
    level: "MUST",
    method,
    title: "refuses a new token whose own id is longer than 10 characters",
    why: "The published column cuts it, and two such ids become one.",
    source: "this project: the published column is varchar(10)",
    after: ["save/own-id"],
    async check(t) {
      const long = { id: "0123456789a", userName: "ann", refreshToken: "R" };
      t.refused(await t.call("saveToken", t.token(long)));
      await t.holds();
    },
  },
  {
    id: "save/nothing-to-store",
    level: "MUST",
    method,
    title: "refuses a new token without access, refresh and grant token",
    why: "An empty row matches nothing useful, and hides that something went wrong.",
    source: "K192, Saving a Token, GET_TOKEN_DB_ERROR1; SDK, file_store, saveToken()",
    after: ["save/inserts"],
    async check(t) {
      for (const fields of [{}, { userName: "ann" }, { clientId: "C", clientSecret: "S" }]) {
        t.refused(await t.call("saveToken", t.token(fields)));
      }
      // A store that goes on after it has rejected may need some time to show what it stored.
      for (let looks = 0; looks < 5; looks++) await t.peek();
      await t.holds();
    },
  },
];

const updating: Clause[] = [
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
    after: ["save/keeps-every-field"],
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
    after: ["save/updates-by-refresh-token"],
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
    after: ["save/inserts"],
    async check(t) {
      const ann = await t.given({
        userName: "ann",
        refreshToken: "R",
        grantToken: "G",
        accessToken: "A",
      });
      const before = { userName: "bob", refreshToken: "R", grantToken: "G", accessToken: "A" };
      await t.save(before);
      const others = (await t.list()).filter((token) => token.id !== ann.id);
      t.equal(
        others.map(({ userName }) => userName),
        ["bob"],
      );
      t.equal(
        (await t.list()).find((token) => token.id === ann.id),
        ann,
      );
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

const repeating: Clause[] = [
  {
    id: "save/only-sets-id",
    level: "MUST",
    method,
    title: "changes nothing of the given token but its id",
    why: "The SDK goes on with that object; stored fields mixed into it would be sent to Zoho.",
    source: "this project",
    async check(t) {
      await t.given(fieldsOf("ann"));
      const token = t.token({ userName: "ann", accessToken: "A" });
      await t.premise(() => t.settled("saveToken", token));
      t.equal(
        { ...readFields(token), id: "any" },
        { id: "any", userName: "ann", accessToken: "A" },
      );
    },
  },
  {
    id: "save/again-adds-nothing",
    level: "MUST",
    method,
    title: "stores the same token only once, however often it is saved",
    why: "A retry after a time-out would leave duplicates.",
    source: "K192, Saving a Token: 'Tokens should not be duplicated'",
    after: [
      "save/inserts",
      "save/updates-by-refresh-token",
      "save/updates-by-access-token",
      "save/updates-by-grant-token",
    ],
    async check(t) {
      for (const fields of [
        { ...CLIENT, refreshToken: "R" },
        { accessToken: "A" },
        { ...CLIENT, grantToken: "G" },
      ]) {
        await t.premise(() => t.save(fields));
        await t.save(fields);
      }
      t.equal((await t.list()).length, 3);
    },
  },
  {
    id: "save/one-row-a-user",
    level: "MUST",
    method,
    title: "stores one user once, whatever else the user's tokens carry",
    why: "With two rows, which token a user gets is chance.",
    source: "K192, Saving a Token: 'Tokens should not be duplicated'",
    after: ["save/updates-by-user"],
    async check(t) {
      await t.given({ userName: "ann", clientId: "C1", refreshToken: "R1" });
      await t.given({ ...CLIENT, refreshToken: "R2" });
      await t.save({ userName: "ann", ...CLIENT, refreshToken: "R2", grantToken: "G" });
      t.equal((await t.list()).filter((token) => token.userName === "ann").length, 1);
    },
  },
  {
    id: "save/refused-changes-nothing",
    level: "MUST",
    method,
    title: "changes nothing when it rejects, the given token included",
    why: "After half a save, neither the old session works nor the new one.",
    source: "this project",
    after: ["save/nothing-to-store", "save/taken-id-rejects"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      for (const fields of [
        { userName: "bob" },
        { id: ann.id, userName: "bob", refreshToken: "R2" },
      ]) {
        const token = t.token(fields);
        t.refused(await t.call("saveToken", token));
        t.equal(readFields(token), fields);
      }
      await t.holds(ann);
    },
  },
];

/** Asserts that saving each of these tokens adds one. */
async function inserts(t: Subject, ...tokens: readonly TokenFields[]): Promise<void> {
  for (const fields of tokens) {
    const before = await t.peek();
    await t.save(fields);
    const after = await t.peek();
    if (after.length !== before.length + 1) t.fail("one more token", show(await t.list()));
  }
}

const examples = [...inserting, ...updating, ...repeating];

/** What `saveToken` promises, in reading order. */
export const saveToken: readonly Clause[] = [
  ...examples,
  {
    id: "save/every-combination",
    level: "MUST",
    method,
    title: "updates the right token for each of 128 combinations of identity fields",
    why: "The rules above are examples; an app can pass any combination.",
    source: "K192, Saving a Token and Fetching a Token, made one ladder by this project",
    after: examples.map((clause) => clause.id),
    async check(t) {
      await t.forEach(COMBINATIONS, async (t, given) => {
        const rows: StoredFields[] = [];
        for (const row of KEY_ROWS) rows.push(await t.given(row));
        const [meant] = candidates(rows, given);
        if (meant === undefined) {
          t.refused(await t.call("saveToken", t.token(given)));
          await t.holds(...rows);
        } else {
          await t.save(given);
          const updated = { ...meant, ...given, id: meant.id };
          await t.holds(...rows.map((row) => (row === meant ? updated : row)));
        }
      });
    },
  },
];
