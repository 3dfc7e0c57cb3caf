/**
 * Storage that outlives an instance, and storage that two instances share.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import { fieldsOf } from "./tokens.js";
import { show } from "./transcript.js";

const method = "whole store";

/** Storage that outlives an instance, in reading order. */
export const storage: readonly Clause[] = [
  {
    id: "store/reopen-keeps-saves",
    level: "MUST",
    method,
    title: "holds after reopening what was saved and updated before",
    why: "Every restart would send all users to log in again.",
    source: "K192, Why does token persistence matter?",
    needs: ["reopen"],
    after: ["find/by-user"],
    async check(t) {
      const ann = await t.given(fieldsOf("ann"));
      await t.given({ userName: "bob", refreshToken: "R" });
      await t.premise(() => t.save({ userName: "bob", accessToken: "A" }));
      await t.premise(() => t.finds({ userName: "ann" }, ann));
      const before = await t.list();
      await t.reopen();
      t.equal(await t.list(), before);
      await t.finds({ userName: "ann" }, ann);
    },
  },
  {
    id: "store/reopen-keeps-deletes",
    level: "MUST",
    method,
    title: "holds after reopening nothing that was deleted before",
    why: "A session that was ended would come back with the next restart.",
    source: "K192, Deleting a Token",
    needs: ["reopen"],
    after: ["delete/removes"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      const bob = await t.given({ userName: "bob", refreshToken: "R2" });
      await t.premise(() => t.remove(ann.id));
      await t.reopen();
      t.equal(
        (await t.list()).filter((token) => token.id === ann.id),
        [],
      );
      await t.premise(() => t.remove(bob.id));
      await t.reopen();
      t.equal(
        (await t.list()).filter((token) => token.id === bob.id),
        [],
      );
    },
  },
  {
    id: "store/reopen-keeps-delete-all",
    level: "MUST",
    method,
    title: "is empty after reopening when all was deleted before",
    why: "Sessions that were ended would come back with the next restart.",
    source: "K192, Deleting all tokens",
    needs: ["reopen"],
    after: ["delete-all/removes-all"],
    async check(t) {
      await t.given({ userName: "ann", refreshToken: "R1" });
      await t.premise(() => t.removeAll());
      await t.reopen();
      await t.holdsCount(0);
    },
  },
  {
    id: "store/reopen-keeps-ids-distinct",
    level: "MUST",
    method,
    title: "gives a new token after reopening an id that no stored token has",
    why: "The first login after a restart would overwrite somebody's token, or fail.",
    source: "this project",
    needs: ["reopen"],
    after: ["store/reopen-keeps-saves"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      await t.reopen();
      const id = await t.save({ userName: "bob", refreshToken: "R2" });
      t.isTrue(id !== ann.id, "another id", show(id));
      await t.holdsCount(2);
    },
  },
  {
    id: "store/reopen-never-reuses-ids",
    level: "SHOULD",
    method,
    title: "gives a deleted token's id to no other token after reopening",
    why: "Somebody who still holds the old id would get the new user's token.",
    source: "this project",
    needs: ["reopen"],
    after: ["store/reopen-keeps-ids-distinct"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      await t.premise(() => t.remove(ann.id));
      await t.reopen();
      const bob = await t.given({ userName: "bob", refreshToken: "R2" });
      t.isTrue(bob.id !== ann.id, "an id never given before", `id ${show(bob.id)}`);
    },
  },
  {
    id: "store/shares-saves",
    level: "MUST",
    method,
    title: "sees through one instance what another has saved, updated and deleted",
    why: "Two workers of one app would each buy their own tokens, and end each other's.",
    source: "this project",
    needs: ["share"],
    after: ["find/by-user", "by-id/complete", "save/updates-by-user", "delete/removes"],
    async check(t) {
      const other = await t.share();
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      const seen = async () => {
        const byId = await other.findById(ann.id);
        const byUser = await other.find({ userName: "ann" });
        return [byId, byUser, ...(await other.list())].map((token) => token?.accessToken);
      };
      t.equal(await seen(), [undefined, undefined, undefined]);
      await t.save({ userName: "ann", accessToken: "A" });
      t.equal(await seen(), ["A", "A", "A"]);
      await t.remove(ann.id);
      t.equal(await other.list(), []);
      t.isGone(await other.call("findTokenById", ann.id));
    },
  },
  {
    id: "store/shares-users",
    level: "MUST",
    method,
    title: "stores one user once, and gives distinct ids, through two instances",
    why: "Two workers of one app would overwrite, or duplicate, their users' tokens.",
    source: "this project",
    needs: ["share"],
    after: ["save/sets-id-on-insert", "store/shares-saves", "store/reopen-keeps-ids-distinct"],
    async check(t) {
      const other = await t.share();
      const ids = [
        await t.save({ userName: "ann", refreshToken: "R1" }),
        await other.save({ userName: "bob", refreshToken: "R2" }),
        await t.save({ userName: "eve", refreshToken: "R3" }),
      ];
      await other.save({ userName: "ann", accessToken: "A" });
      t.isTrue(new Set(ids).size === ids.length, "three distinct ids", ids);
      t.equal(
        (await t.list()).map((token) => token.id),
        ids.sort(),
      );
    },
  },
];
