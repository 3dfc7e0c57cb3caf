import { inspect } from "node:util";
import { expect } from "vitest";
import { CLIENT } from "../loopback-zoho.js";
import { endOfTokenFrom, pass } from "../scene.js";
import { ANN, BOB, errorOf, type Flow, HOUR, logIn, logInSecond } from "./flow.js";

/** What happens when an access token has ended, whether its refresh succeeds or not. */
export const refreshing: readonly Flow[] = [
  {
    title: "an access token that has ended is refreshed once, and the new one is used from then on",
    catches: ["NeverUpdatesTheExpiry"],
    async play(scene) {
      const { app, zoho } = scene;
      const { row } = await logIn(scene);
      pass(HOUR);
      expect(await app.request()).toBe(ANN.email);
      expect(await app.request()).toBe(ANN.email);
      await app.start({ userName: ANN.name });
      expect(await app.request()).toBe(ANN.email);
      expect(zoho.takeRequests()).toEqual([
        "refresh refresh-1",
        ...["users access-2", "users access-2", "users access-2"],
      ]);
      const refreshed = { accessToken: "access-2", expiresIn: endOfTokenFrom(HOUR) };
      expect(await app.rows()).toEqual([{ ...row, ...refreshed }]);
    },
  },
  {
    title: "five requests at once, on a token that has ended, leave one row for it, good for more",
    catches: ["UpdatesEveryRow"],
    async play(scene) {
      const { app, zoho } = scene;
      const [ann, bob] = [await logIn(scene), await logInSecond(scene)];
      pass(HOUR);
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => app.request()));
      expect(answers).toEqual(new Array(5).fill(BOB.email));
      // The SDK refreshes for each of them. Which of the five is stored last, no one can say.
      expect(zoho.takeRequests().sort()).toEqual([
        ...new Array(5).fill("refresh refresh-2"),
        ...[3, 4, 5, 6, 7].map((number) => `users access-${number}`),
      ]);
      const rows = await app.rows();
      const accessToken = expect.stringMatching(/^access-[3-7]$/);
      const expiresIn = endOfTokenFrom(HOUR);
      expect(rows).toEqual([ann.row, { ...bob.row, accessToken, expiresIn }]);
      expect(await app.request()).toBe(BOB.email);
      expect(zoho.takeRequests()).toEqual([`users ${rows[1]?.accessToken}`]);
    },
  },
  {
    title: "a refresh that Zoho refuses is the SDK's error, and leaves the row as it was",
    catches: ["LosesTheExpiry"],
    async play(scene) {
      const { app, zoho, sdk } = scene;
      const { row } = await logIn(scene);
      zoho.withdraw("refresh-1");
      pass(HOUR);
      const error = await errorOf(app.request());
      expect(error).toBeInstanceOf(sdk.SDKException);
      expect(error).toMatchObject({ code: "INVALID TOKEN ERROR", message: "invalid_code" });
      expect(zoho.takeRequests()).toEqual(["refresh refresh-1"]);
      expect(await app.rows()).toEqual([row]);
    },
  },
  {
    title: "a storage that fails is the SDK's error, with the store's inside and no secret",
    catches: ["PassesTheStoragesErrorsOn", "KeepsTheDriversErrorAsTheCause"],
    breaksStorage: true,
    async play(scene) {
      const { app, sdk } = scene;
      await logIn(scene);
      pass(HOUR);
      await scene.breakStorage();
      const error = await errorOf(app.request());
      expect(error).toBeInstanceOf(sdk.SDKException);
      const own = causesOf(error).find(({ code }) => code === "TOKEN_STORE");
      expect(own).toBeInstanceOf(sdk.SDKException);
      expect(own?.message).toContain("cannot");
      const shown = inspect(error, { depth: null, showHidden: true });
      for (const secret of [CLIENT.secret, "refresh-1", "access-1", "access-2"]) {
        expect(shown).not.toContain(secret);
      }
    },
  },
  {
    title: "a storage that has failed holds the row as it was, and takes the next new token",
    catches: ["TakesAFailedReadForEmpty", "ChangesItsMemoryBeforeTheStorage"],
    breaksStorage: true,
    async play(scene) {
      const { app, zoho } = scene;
      const { row } = await logIn(scene);
      pass(HOUR);
      await scene.breakStorage();
      await errorOf(app.request());
      // Nothing but a refresh: the app's own request is not made with a token that nobody has kept.
      expect(zoho.takeRequests().filter((call) => call !== "refresh refresh-1")).toEqual([]);
      // From now on the store knows that it cannot read, and does not take that for "no token".
      expect(await errorOf(app.request())).toHaveProperty("code", "TOKEN_STORE");
      expect(zoho.takeRequests()).toEqual([]);
      scene.mendStorage();
      expect(await app.rows()).toEqual([row]);
      expect(await app.request()).toBe(ANN.email);
      const [refresh, request, ...more] = zoho.takeRequests();
      expect([refresh, ...more]).toEqual(["refresh refresh-1"]);
      const [accessToken, expiresIn] = [request?.split(" ")[1], endOfTokenFrom(HOUR)];
      expect(await app.rows()).toEqual([{ ...row, accessToken, expiresIn }]);
    },
  },
];

/** An error with its cause, the cause's cause, and so on. */
function causesOf(error: unknown): (Error & { code?: unknown })[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}
