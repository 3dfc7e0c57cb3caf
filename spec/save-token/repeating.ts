import type { Clause } from "../clause.js";
import { readFields } from "../token-fields.js";
import { CLIENT, fieldsOf } from "../tokens.js";

const method = "saveToken";

/** What holds however often, and however unluckily, a token is saved. */
export const repeating: readonly Clause[] = [
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
      "save/updates-by-user",
      "save/updates-by-refresh-token",
      "save/updates-by-access-token",
      "save/updates-by-grant-token",
    ],
    async check(t) {
      for (const fields of [
        { ...CLIENT, refreshToken: "R" },
        { accessToken: "A" },
        { ...CLIENT, grantToken: "G" },
        { userName: "ann", refreshToken: "R of ann" },
      ]) {
        await t.premise(() => t.save(fields));
        await t.save(fields);
      }
      await t.holdsCount(4);
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
