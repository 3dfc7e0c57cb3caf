/**
 * What `findTokenById` promises.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import { isPossibleId } from "./model.js";
import { fieldsOf, HOSTILE, NO_STRINGS, NOT_THE_IDS } from "./tokens.js";

const method = "findTokenById";
const ARTICLE = "K192, Finding a Token by ID";

/** What `findTokenById` promises, in reading order. */
export const findTokenById: readonly Clause[] = [
  {
    id: "by-id/complete",
    level: "MUST",
    method,
    title: "gives the token with that id, with all ten fields",
    why: "The SDK calls it before nearly every request, and uses nothing but what it gives.",
    source: `${ARTICLE}; SDK, oauth_token, getToken()`,
    async check(t) {
      await t.given(fieldsOf("ann"));
      const bob = await t.given(fieldsOf("bob"));
      t.equal(await t.findById(bob.id), bob);
    },
  },
  {
    id: "by-id/unknown",
    level: "MUST",
    method,
    title: "gives null for an id that is not stored",
    why: "A user who has logged out elsewhere gets an error, or waits for ever.",
    source: "K192, Finding a Token by ID: 'otherwise, returns None'; its sample raises",
    after: ["delete/removes"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R" });
      for (const id of ["unknown", "__proto__", "toString"]) {
        t.equal(await t.settled("findTokenById", id), null);
      }
      await t.premise(() => t.remove(ann.id));
      t.equal(await t.settled("findTokenById", ann.id), null);
    },
  },
  {
    id: "by-id/blank",
    level: "MUST",
    method,
    title: "gives null for a blank id",
    why: "A token that was never stored would be answered with somebody else's.",
    source: "this project: absence is not an error",
    after: ["by-id/unknown"],
    async check(t) {
      await t.given({ userName: "ann", refreshToken: "R" });
      for (const blank of ["", null, undefined]) {
        t.equal(await t.settled("findTokenById", blank), null);
      }
    },
  },
  {
    id: "by-id/exact",
    level: "MUST",
    method,
    title: "takes the id for a value, never for a pattern, a number or SQL",
    why: "An id from a request would give another user's token.",
    source: "this project: K192's sample joins the id into its SQL",
    after: ["save/own-id"],
    async check(t) {
      await t.given({ id: "a1", userName: "ann", refreshToken: "R1" });
      await t.given({ id: "1", userName: "bob", refreshToken: "R2" });
      for (const id of [...NOT_THE_IDS, ...NO_STRINGS]) {
        t.isGone(await t.call("findTokenById", id));
      }
    },
  },
  {
    id: "by-id/any-characters",
    level: "MUST",
    method,
    title: "finds and deletes under an id of any characters",
    why: "An id that another store has made is lost where it is quoted, split or escaped.",
    source: "this project: no quoting of ids",
    after: ["save/own-id", "store/keeps-hostile-strings", "delete/removes"],
    async check(t) {
      const ids = HOSTILE.filter(isPossibleId);
      await t.forEach(ids, async (t, id) => {
        const row = await t.given({ id, userName: "ann", refreshToken: "R" });
        t.equal(await t.findById(id), row);
        await t.holds(row);
        await t.remove(id);
        t.isGone(await t.call("findTokenById", id));
      });
    },
  },
];
