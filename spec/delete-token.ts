/**
 * What `deleteToken` promises.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import { sortById } from "./compare.js";
import { NO_STRINGS, NOT_THE_IDS } from "./tokens.js";

const method = "deleteToken";
const ARTICLE = "K192, Deleting a Token";

/** What `deleteToken` promises, in reading order. */
export const deleteToken: readonly Clause[] = [
  {
    id: "delete/removes",
    level: "MUST",
    method,
    title: "removes the token with the given id",
    why: "A user who has logged out would still be logged in.",
    source: ARTICLE,
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R" });
      await t.remove(ann.id);
      t.equal(
        (await t.list()).find((token) => token.id === ann.id),
        undefined,
      );
    },
  },
  {
    id: "delete/only-that-one",
    level: "MUST",
    method,
    title: "removes no other token",
    why: "One user's logout would log others out.",
    source: ARTICLE,
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      const bob = await t.given({ userName: "bob", refreshToken: "R2" });
      const eve = await t.given({ userName: "eve", refreshToken: "R3" });
      await t.remove(bob.id);
      const left = await t.list();
      t.equal(
        left.filter((token) => token.id !== bob.id),
        sortById([ann, eve]),
      );
    },
  },
  {
    id: "delete/lets-in-again",
    level: "MUST",
    method,
    title: "lets the user of a removed token be stored again",
    why: "A name that a soft delete keeps taken locks everybody out who has once logged out.",
    source: "this project: a logout is followed by a login",
    after: ["delete/removes", "save/inserts", "find/by-user"],
    async check(t) {
      const { id } = await t.given({ userName: "ann", refreshToken: "R1" });
      await t.premise(() => t.remove(id));
      await t.save({ userName: "ann", refreshToken: "R2" });
      const found = await t.find({ userName: "ann" });
      t.equal(found?.refreshToken, "R2");
      await t.holds(found ?? {});
    },
  },
  {
    id: "delete/unknown-id",
    level: "MUST",
    method,
    title: "resolves, and removes nothing, for an id that is not stored",
    why: "Logging out twice, or in two tabs, is no error.",
    source: "this project: absence is not an error",
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R" });
      await t.remove("unknown");
      await t.holds(ann);
    },
  },
  {
    id: "delete/blank-id",
    level: "MUST",
    method,
    title: "resolves, and removes nothing, for a blank id",
    why: "Logging out a token that was never stored would remove other users' tokens.",
    source: "this project: absence is not an error",
    after: ["delete/unknown-id"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R" });
      for (const blank of ["", null, undefined]) await t.remove(blank);
      await t.holds(ann);
    },
  },
  {
    id: "delete/exact-id",
    level: "MUST",
    method,
    title: "takes the id for a value, never for a pattern, a number or SQL",
    why: 'An id from a request such as "1 OR 1=1" would log everybody out.',
    source: "this project: K192's sample joins the id into its SQL",
    after: ["save/own-id"],
    async check(t) {
      const ann = await t.given({ id: "a1", userName: "ann", refreshToken: "R1" });
      const bob = await t.given({ id: "1", userName: "bob", refreshToken: "R2" });
      for (const id of [...NOT_THE_IDS, ...NO_STRINGS]) await t.call("deleteToken", id);
      await t.holds(ann, bob);
    },
  },
];
