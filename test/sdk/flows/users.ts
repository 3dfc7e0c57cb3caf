import { expect } from "vitest";
import { endOfTokenFrom, pass } from "../scene.js";
import { ANN, BOB, type Flow, HOUR, logIn, logInSecond, rowOf } from "./flow.js";

/** Whose a row is: claimed by a user, beside another user's, removed. */
export const users: readonly Flow[] = [
  {
    title: "a row with no user is claimed by its user, once the SDK asks who that is",
    catches: ["DropsTokensWithoutAUser", "NeverClaims"],
    async play({ app, zoho }) {
      const refreshToken = zoho.issueRefreshToken(ANN);
      await app.start({ refreshToken, findUser: false });
      expect(zoho.takeRequests()).toEqual(["refresh refresh-1"]);
      const { userName, ...row } = rowOf(ANN, zoho);
      const [before, ...others] = await app.rows();
      expect([before, ...others]).toEqual([row]);
      pass(HOUR);
      await app.start({ refreshToken });
      expect(zoho.takeRequests()).toEqual([
        "refresh refresh-1",
        "current-user access-2",
        "org access-2",
      ]);
      const claimed = { userName, accessToken: "access-2", expiresIn: endOfTokenFrom(HOUR) };
      expect(await app.rows()).toEqual([{ ...before, ...claimed }]);
    },
  },
  {
    title: "a row with no user is claimed by its user, once the app says who that is",
    catches: ["TriesOnlyTheStrongestKey"],
    async play({ app, zoho }) {
      const refreshToken = zoho.issueRefreshToken(ANN);
      await app.start({ refreshToken, findUser: false });
      const [before] = await app.rows();
      expect(before).not.toHaveProperty("userName");
      await app.start({ refreshToken, userName: ANN.name });
      pass(HOUR);
      await app.start({ refreshToken, userName: ANN.name });
      expect(zoho.takeRequests()).toEqual(["refresh refresh-1", "refresh refresh-1"]);
      const claimed = { accessToken: "access-2", expiresIn: endOfTokenFrom(HOUR) };
      expect(await app.rows()).toEqual([{ ...rowOf(ANN, zoho, claimed), id: before?.id }]);
    },
  },
  {
    title: "two users have a row each, and each request bears the access token of its own user",
    catches: ["FillsTheTokenBeforeItKnows", "UpdatesEveryRow"],
    async play(scene) {
      const { app, zoho } = scene;
      const ann = await logIn(scene);
      expect(await app.request()).toBe(ANN.email);
      expect(zoho.takeRequests()).toEqual(["users access-1"]);
      const bob = await logInSecond(scene);
      expect(await app.request()).toBe(BOB.email);
      expect(await app.rows()).toEqual([ann.row, bob.row]);
      pass(HOUR);
      expect(await app.request()).toBe(BOB.email);
      await app.start({ userName: ANN.name });
      expect(await app.request()).toBe(ANN.email);
      expect(zoho.takeRequests()).toEqual([
        "users access-2",
        "refresh refresh-2",
        "users access-3",
        "refresh refresh-1",
        "users access-4",
      ]);
      const expiresIn = endOfTokenFrom(HOUR);
      expect(await app.rows()).toEqual([
        { ...bob.row, accessToken: "access-3", expiresIn },
        { ...ann.row, accessToken: "access-4", expiresIn },
      ]);
    },
  },
  {
    // `switchUser` files each user under the key of the user before. So the SDK finds the second
    // one where it looks for the first, and never comes to ask the store for the first one's token.
    title: "after a switch back to the first user, the SDK itself goes on as the second",
    catches: ["FindsNoUser"],
    async play(scene) {
      const { app, zoho } = scene;
      const [ann, bob] = [await logIn(scene), await logInSecond(scene)];
      await app.switchUser({ userName: ANN.name });
      expect(await app.request()).toBe(BOB.email);
      expect(zoho.takeRequests()).toEqual(["users access-2"]);
      expect(await app.rows()).toEqual([ann.row, bob.row]);
    },
  },
  {
    title: "remove() removes the row of that user and no other, after a login and after a restart",
    catches: [
      "DeletesNothing",
      "SetsNoIdOnInsert",
      "GivesAFreshToken",
      "ForgetsDeletesOnReopening",
    ],
    async play(scene) {
      const { app, zoho } = scene;
      const [ann, bob] = [await logIn(scene), await logInSecond(scene)];
      expect(await app.rows()).toEqual([ann.row, bob.row]);
      expect(await bob.token.remove()).toBe(true);
      expect(await app.rows()).toEqual([ann.row]);
      const token = await app.start({ userName: ANN.name });
      expect(await app.request()).toBe(ANN.email);
      expect(await token.remove()).toBe(true);
      expect(await app.rows()).toEqual([]);
      expect(zoho.takeRequests()).toEqual(["users access-1"]);
    },
  },
  {
    // The SDK has the store complete a token that has only the id, and does not wait for it. Where
    // that is done before the promise is given, the SDK goes on to ask Zoho; and then it reads the
    // answer by a method that no answer has.
    title: "revoke() never tells the app of a success, because of the SDK, and leaves the row",
    catches: ["LosesTheExpiry"],
    async play(scene) {
      const { app, zoho, sdk } = scene;
      const { token, row, id } = await logIn(scene);
      const outcome = await token.revoke(id).catch((error: unknown) => error);
      const sent = zoho.takeRequests();
      expect([[], ["revoke refresh-1"]]).toContainEqual(sent);
      expect(outcome).toEqual(sent.length === 0 ? false : expect.any(sdk.SDKException));
      expect(await app.rows()).toEqual([row]);
    },
  },
];
