import type { Clause } from "../clause.js";
import { same } from "../compare.js";
import { isPossibleId } from "../model.js";
import type { Subject } from "../subject.js";
import type { TokenFields } from "../token-fields.js";
import { CLIENT, fieldsOf, TWINS } from "../tokens.js";
import { show } from "../transcript.js";

const method = "saveToken";
const ARTICLE = "K192, Saving a Token";

/** What is stored as a new token, under which id, and what is refused. */
export const inserting: readonly Clause[] = [
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
      const lacking = ["userName", "expiresIn", "redirectURL", "apiDomain"] as const;
      for (const row of await t.list()) {
        t.isTrue(!lacking.some((field) => field in row), "no field that the token lacks", row);
      }
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
      const whole = { ...fieldsOf("ann"), id };
      const listed = (await t.list()).map((token) => ({ ...token, id }));
      if (same(listed, [whole])) return;
      // What findTokenById gives whole is stored whole: get/complete tells what the list lacks.
      if (same(await t.findById(id), whole)) await t.premise(async () => t.equal(listed, [whole]));
      t.equal(listed, [whole]);
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
      await t.holdsCount(2);
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
      t.isTrue(typeof id === "string" && id !== "", "token.id to be set, to a string", id);
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
    id: "save/new-id-is-free",
    level: "MUST",
    method,
    title: "makes for a new token an id that no stored token has",
    why: "A count of the rows, or a counter, meets an id that a token brought along, and overwrites.",
    source: "this project: K192 takes ids along that tokens bring",
    after: ["save/own-id", "delete/removes", "delete/only-that-one"],
    async check(t) {
      const [one, two, three] = [
        await t.given({ id: "1", userName: "ann", refreshToken: "R1" }),
        await t.given({ id: "2", userName: "bob", refreshToken: "R2" }),
        await t.given({ id: "3", userName: "eve", refreshToken: "R3" }),
      ];
      await t.premise(() => t.remove(one.id));
      for (const userName of ["ian", "zoe"]) await t.save({ userName, refreshToken: userName });
      const rows = await t.list();
      t.equal(
        rows.filter(({ id }) => id === two.id || id === three.id),
        [two, three],
      );
      t.equal(rows.map(({ userName }) => userName).sort(), ["bob", "eve", "ian", "zoe"]);
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
    id: "save/exact",
    level: "MUST",
    method,
    title: "keeps apart tokens whose keys differ in case, accents, spaces or digits alone",
    why: "An upsert by an index that ignores a difference overwrites another user's token.",
    source: "this project: MySQL's default collations ignore several of these",
    after: ["save/sets-id-on-insert", "find/exact"],
    async check(t) {
      await t.forEach(TWINS, async (t, [stored, twin]) => {
        const ann = await t.given({ userName: stored, refreshToken: stored });
        const other = { userName: twin, refreshToken: twin };
        await t.holds(ann, { ...other, id: (await t.save(other)) ?? "" });
      });
    },
  },
  {
    id: "save/taken-id-rejects",
    level: "MUST",
    method,
    title: "refuses a new token whose own id is in use",
    why: "Storing it would overwrite, or duplicate, another user's token.",
    source: "this project",
    after: ["save/own-id", "find/never-another-users"],
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

/** Asserts that saving each of these tokens adds one. */
async function inserts(t: Subject, ...tokens: readonly TokenFields[]): Promise<void> {
  for (const fields of tokens) {
    const before = await t.peek();
    await t.save(fields);
    const after = await t.peek();
    if (after.length !== before.length + 1) t.fail("one more token", show(await t.list()));
  }
}
