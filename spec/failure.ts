/**
 * How calls fail: refused, or on storage that is broken.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import type { Subject } from "./subject.js";
import { isTokenLike, readFields } from "./token-fields.js";
import { fieldsOf } from "./tokens.js";
import { type Outcome, showError } from "./transcript.js";

const method = "whole store";
const RAISES = "K192, Saving a Token: 'must raise exceptions on failure'";

/** How calls fail, in reading order. */
export const failure: readonly Clause[] = [
  {
    id: "failure/refusals-are-sdk-exceptions",
    level: "MUST",
    method,
    title: "rejects a refused call with an SDKException of code TOKEN_STORE",
    why: "Apps tell a store's trouble from a network's by that code.",
    source: "this project: K192 asks for exceptions; those of the SDK's stores bear this code",
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R" });
      const outcomes = [
        await t.call("saveToken", {}),
        await t.call("saveToken", t.token({ userName: "bob" })),
        await t.call("saveToken", t.token({ id: ann.id, userName: "bob", refreshToken: "R2" })),
      ].filter(isRefused);
      await t.premise(async () => t.isTrue(outcomes.length > 0, "a refusal", "none"));
      for (const outcome of outcomes) refusedProperly(t, outcome);
    },
  },
  {
    id: "failure/broken-save-rejects",
    level: "MUST",
    method,
    title: "rejects a save that the storage does not take",
    why: "The app believes that the session is kept; the next restart shows that it is not.",
    source: RAISES,
    needs: ["breakStorage"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      await t.breakStorage();
      t.refused(await t.call("saveToken", t.token({ userName: "bob", refreshToken: "R2" })));
      t.refused(
        await t.call("saveToken", t.token({ userName: ann.userName ?? "", accessToken: "A" })),
      );
    },
  },
  {
    id: "failure/broken-delete-rejects",
    level: "MUST",
    method,
    title: "rejects a delete that the storage does not take",
    why: "The app tells its user that the session is over; it is not.",
    source: RAISES,
    needs: ["breakStorage"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      await t.breakStorage();
      t.refused(await t.call("deleteToken", ann.id));
      t.refused(await t.call("deleteTokens"));
    },
  },
  {
    id: "failure/broken-read-is-not-empty",
    level: "MUST",
    method,
    title: "answers on broken storage with the truth or an error, never with absence",
    why: "The SDK takes null for 'never logged in', and sends every user through the login.",
    source: "this project",
    needs: ["breakStorage"],
    after: ["find/by-user", "find/owned-by-key", "by-id/complete", "get/complete"],
    async check(t) {
      const ann = await t.given(fieldsOf("ann"));
      await t.breakStorage();
      const byUser = await t.call("findToken", t.token({ userName: "ann" }));
      if (!isRefused(byUser)) t.equal(fieldsIn(byUser), ann);
      const byToken = await t.call("findToken", t.token({ refreshToken: ann.refreshToken ?? "" }));
      if (!isRefused(byToken)) t.equal(fieldsIn(byToken), ann);
      const byId = await t.call("findTokenById", ann.id);
      if (!isRefused(byId)) t.equal(fieldsIn(byId), ann);
      const all = await t.call("getTokens");
      if (!isRefused(all)) t.equal(listIn(all).map(readFields), [ann]);
    },
  },
  {
    id: "failure/broken-changes-nothing",
    level: "MUST",
    method,
    title: "changes nothing, the given token included, in a call that the storage refused",
    why: "The app goes on with a token that no restart will find again.",
    source: "this project",
    needs: ["breakStorage"],
    after: [
      "failure/broken-save-rejects",
      "failure/broken-delete-rejects",
      "failure/broken-read-is-not-empty",
    ],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      await t.breakStorage();
      const token = t.token({ userName: "bob", refreshToken: "R2" });
      t.refused(await t.call("saveToken", token));
      t.equal(readFields(token), { userName: "bob", refreshToken: "R2" });
      t.refused(await t.call("saveToken", t.token({ userName: "ann", accessToken: "A" })));
      t.refused(await t.call("deleteToken", ann.id));
      t.refused(await t.call("deleteTokens"));
      const all = await t.call("getTokens");
      if (!isRefused(all)) t.equal(listIn(all).map(readFields), [ann]);
      const byId = await t.call("findTokenById", ann.id);
      if (!isRefused(byId)) t.equal(fieldsIn(byId), ann);
    },
  },
  {
    id: "failure/broken-storage-is-an-sdk-exception",
    level: "MUST",
    method,
    title: "rejects on broken storage with an SDKException of code TOKEN_STORE",
    why: "Apps tell a store's trouble from a network's by that code.",
    source: "this project: K192 asks for exceptions; those of the SDK's stores bear this code",
    needs: ["breakStorage"],
    after: ["failure/broken-save-rejects"],
    async check(t) {
      const ann = await t.given({ userName: "ann", refreshToken: "R1" });
      await t.breakStorage();
      const outcomes = [
        await t.call("saveToken", t.token({ userName: "bob", refreshToken: "R2" })),
        await t.call("findToken", t.token({ userName: "ann" })),
        await t.call("findTokenById", ann.id),
        await t.call("getTokens"),
        await t.call("deleteToken", ann.id),
        await t.call("deleteTokens"),
      ];
      for (const outcome of outcomes.filter(isRefused)) refusedProperly(t, outcome);
    },
  },
];

function refusedProperly(t: Subject, outcome: Outcome): void {
  const error = t.refused(outcome);
  const isProper =
    error instanceof t.sdk.SDKException && Reflect.get(error, "code") === "TOKEN_STORE";
  t.isTrue(isProper, "an SDKException of code TOKEN_STORE", showError(error));
}

function isRefused(outcome: Outcome): boolean {
  return outcome.kind === "rejected" || outcome.kind === "threw";
}

function fieldsIn(outcome: Outcome): unknown {
  const [token] = listIn(outcome);
  return token === undefined ? null : readFields(token);
}

function listIn(outcome: Outcome): Parameters<typeof readFields>[0][] {
  const value = outcome.kind === "resolved" ? outcome.value : null;
  return (Array.isArray(value) ? value : [value]).filter(isTokenLike);
}
