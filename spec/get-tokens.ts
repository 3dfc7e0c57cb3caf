/**
 * What `getTokens` promises.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import { fieldsOf } from "./tokens.js";

const method = "getTokens";
const ARTICLE = "K192, Fetch all tokens";

/** What `getTokens` promises, in reading order. */
export const getTokens: readonly Clause[] = [
  {
    id: "get/all",
    level: "MUST",
    method,
    title: "lists every stored token once, in any order",
    why: "A clean-up job would overlook a session, or end one twice.",
    source: ARTICLE,
    after: ["save/sets-id-on-insert", "save/distinct-ids"],
    async check(t) {
      // The fewest first, so that a limit of ten or of twenty is shown by as few calls.
      await t.forEach([2, 11, 31, 101], async (t, count) => {
        const ids: (string | null)[] = [];
        for (let n = 1; n <= count; n++) {
          ids.push(await t.premise(() => t.save({ userName: `u${n}`, refreshToken: `R${n}` })));
        }
        const listed = (await t.list()).map((token) => token.id);
        t.equal(listed, ids.sort());
      });
    },
  },
  {
    id: "get/complete",
    level: "MUST",
    method,
    title: "lists each token with all ten fields",
    why: "A token without its API domain or its expiry cannot be used.",
    source: ARTICLE,
    async check(t) {
      const ann = await t.given(fieldsOf("ann"));
      const bare = await t.given({ accessToken: "A" });
      await t.holds(ann, bare);
    },
  },
  {
    id: "get/none",
    level: "MUST",
    method,
    title: "gives an empty array when nothing is stored",
    why: "A caller that counts or loops fails on null, on the first day only.",
    source: "this project: the SDK's own stores give null",
    async check(t) {
      t.equal(await t.settled("getTokens"), []);
    },
  },
];
