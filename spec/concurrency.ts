/**
 * Calls that are in flight together.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import { show } from "./transcript.js";
import { turn } from "./uncaught-errors.js";

const method = "whole store";

/** Calls that are in flight together, in reading order. */
export const concurrency: readonly Clause[] = [
  {
    id: "parallel/new-users",
    level: "MUST",
    method,
    title: "keeps all of five new users saved at once, under distinct ids",
    why: "The SDK's own file store keeps one of five; four people have to log in again.",
    source: "this project: an app serves several users at once",
    after: ["save/sets-id-on-insert"],
    async check(t) {
      const users = ["ann", "bob", "eve", "ian", "zoe"];
      const saves = users.map(
        (userName) => () => t.save({ userName, refreshToken: `R of ${userName}` }),
      );
      const ids = await t.together(...saves);
      t.equal((await t.list()).map((token) => token.userName).sort(), users);
      t.equal(new Set(ids).size, users.length);
    },
  },
  {
    id: "parallel/one-new-user",
    level: "MUST",
    method,
    title: "stores one new user once when saved five times at once",
    why: "A first page load with several requests would leave several rows for ever.",
    source: "SDK, oauth_token: requests at once on an expired token each refresh and save",
    after: ["save/updates-by-user", "save/again-adds-nothing"],
    async check(t) {
      const save = () => t.save({ userName: "ann", refreshToken: "R" });
      const ids = await t.together(save, save, save, save, save);
      await t.holdsCount(1);
      t.isTrue(new Set(ids.filter(Boolean)).size <= 1, "one id", ids);
    },
  },
  {
    id: "parallel/updates",
    level: "MUST",
    method,
    title: "keeps what each of several updates at once has changed",
    why: "An update that writes back what it read before undoes the others.",
    source: "this project: an app serves several users at once",
    after: ["save/blank-keeps-stored", "save/changes-one-row"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R" });
      const bob = await t.given({ userName: "bob", refreshToken: "R2" });
      await t.together(
        () => t.save({ userName: "ann", accessToken: "A" }),
        () => t.save({ userName: "ann", apiDomain: "https://eu.test" }),
        () => t.save({ userName: "bob", accessToken: "B" }),
      );
      await t.holds(
        { ...ann, accessToken: "A", apiDomain: "https://eu.test" },
        { ...bob, accessToken: "B" },
      );
    },
  },
  {
    id: "parallel/deletes",
    level: "MUST",
    method,
    title: "keeps a delete beside saves at once",
    why: "A save that writes back what it read before brings an ended session back.",
    source: "this project",
    after: ["delete/only-that-one", "delete/removes", "save/blank-keeps-stored"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      const bob = await t.given({ userName: "bob", refreshToken: "R2" });
      await t.together<unknown>(
        () => t.remove(ann.id),
        () => t.save({ userName: "bob", accessToken: "B" }),
      );
      await t.holds({ ...bob, accessToken: "B" });
    },
  },
  {
    id: "parallel/delete-all-at-once",
    level: "MUST",
    method,
    title: "removes all tokens in one step, never some of them",
    why: "Somebody who looks in between sees a store that never was.",
    source: "K192, Deleting all tokens: 'in a single operation'",
    after: ["delete-all/removes-all"],
    async check(t) {
      const users = ["ann", "bob", "eve"];
      for (const userName of users) await t.given({ userName, refreshToken: userName });
      let isDone = false;
      const removeAll = async () => {
        await t.removeAll();
        isDone = true;
      };
      const look = async (later: number) => {
        for (let waited = 0; waited < later; waited++) await null;
        const list = await t.peek();
        const isWhole = [0, users.length].includes(list.length);
        if (!isWhole) t.note(`getTokens(), meanwhile → ${show(list)}`);
        t.isTrue(isWhole, "all tokens or none", list);
      };
      const lookOn = async () => {
        // Each look begins one await later than the one before; the turns let a disk work.
        for (let rounds = 0; rounds < 20 && !isDone; rounds++) {
          await Promise.all(Array.from({ length: 16 }, (_, later) => look(later)));
          await turn();
        }
      };
      await t.together(removeAll, lookOn);
    },
  },
  {
    id: "parallel/two-instances",
    level: "MUST",
    method,
    title: "keeps all, and each user once, when two instances save at once",
    why: "Two workers of one app undo each other's saves; users have to log in again.",
    source: "this project",
    needs: ["share"],
    after: ["parallel/new-users", "parallel/one-new-user", "store/shares-users"],
    async check(t) {
      const other = await t.share();
      await t.together(
        () => t.save({ userName: "ann", refreshToken: "R1" }),
        () => other.save({ userName: "bob", refreshToken: "R2" }),
        () => t.save({ userName: "eve", refreshToken: "R3" }),
        () => other.save({ userName: "ann", refreshToken: "R1" }),
      );
      t.equal((await t.list()).map(({ userName }) => userName).sort(), ["ann", "bob", "eve"]);
    },
  },
];
