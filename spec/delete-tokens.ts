/**
 * What `deleteTokens` promises.
 *
 * @module
 */
import type { Clause } from "./clause.js";

const method = "deleteTokens";
const ARTICLE = "K192, Deleting all tokens";

/** What `deleteTokens` promises, in reading order. */
export const deleteTokens: readonly Clause[] = [
  {
    id: "delete-all/removes-all",
    level: "MUST",
    method,
    title: "removes every token",
    why: "A clean-up that leaves a token behind leaves a session open.",
    source: ARTICLE,
    async check(t) {
      // Many, since storages delete in batches: DynamoDB takes 25 rows, others a page of a hundred.
      await t.forEach([1, 101], async (t, count) => {
        const ann = await t.given({ userName: "ann", refreshToken: "R" });
        for (let n = 1; n <= count; n++) await t.premise(() => t.save({ accessToken: `A${n}` }));
        await t.removeAll();
        await t.holds();
        t.isGone(await t.call("findTokenById", ann.id));
        t.isGone(await t.call("findToken", t.token({ userName: "ann" })));
      });
    },
  },
  {
    id: "delete-all/empty",
    level: "MUST",
    method,
    title: "resolves on an empty store",
    why: "A clean-up job would fail on the day when nothing is left to do.",
    source: "this project: absence is not an error",
    async check(t) {
      await t.removeAll();
      await t.holdsCount(0);
    },
  },
  {
    id: "delete-all/stays-usable",
    level: "MUST",
    method,
    title: "leaves a store that works",
    why: "After a clean-up nobody could log in until the next restart.",
    source: "this project",
    async check(t) {
      await t.given({ userName: "ann", refreshToken: "R1" });
      await t.premise(() => t.removeAll());
      await t.save({ userName: "bob", refreshToken: "R2" });
      await t.save({ userName: "ann", refreshToken: "R1" });
      t.equal((await t.list()).map((token) => token.refreshToken).sort(), ["R1", "R2"]);
    },
  },
];
