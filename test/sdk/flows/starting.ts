import { expect } from "vitest";
import { CLIENT } from "../loopback-zoho.js";
import { endOfTokenFrom, pass } from "../scene.js";
import { ANN, errorOf, type Flow, HOUR, logIn, rowOf } from "./flow.js";

/** How an app starts: with a login, and after a restart with what it knows of its user. */
export const starting: readonly Flow[] = [
  {
    title: "a first login sends the code once, and stores one row for its user",
    catches: ["LosesTheGrantTokenOnceThereIsAnother"],
    async play({ app, zoho }) {
      zoho.issueCode("code-1", ANN);
      await app.start({ grantToken: "code-1" });
      expect(await app.request()).toBe(ANN.email);
      expect(zoho.takeRequests()).toEqual([
        "exchange code-1",
        "current-user access-1",
        "org access-1",
        "users access-1",
      ]);
      const code = { grantToken: "code-1", redirectURL: CLIENT.redirectURL };
      expect(await app.rows()).toEqual([rowOf(ANN, zoho, code)]);
    },
  },
  {
    title: "a restart with the spent code does not send it, and uses the stored access token",
    catches: ["FindsNoGrantToken"],
    async play({ app, zoho }) {
      zoho.issueCode("code-1", ANN);
      await app.start({ grantToken: "code-1" });
      const before = await app.rows();
      expect(zoho.takeRequests()).toContain("exchange code-1");
      await app.start({ grantToken: "code-1" });
      expect(await app.request()).toBe(ANN.email);
      expect(zoho.takeRequests()).toEqual(["users access-1"]);
      expect(before).toHaveLength(1);
      expect(await app.rows()).toEqual(before);
    },
  },
  {
    title: "a start from a refresh token stores one row for its user, and so does the next start",
    catches: ["FindsNoRefreshToken"],
    async play({ app, zoho }) {
      const refreshToken = zoho.issueRefreshToken(ANN);
      await app.start({ refreshToken });
      expect(zoho.takeRequests()).toEqual([
        "refresh refresh-1",
        "current-user access-1",
        "org access-1",
      ]);
      expect(await app.rows()).toEqual([rowOf(ANN, zoho)]);
      await app.start({ refreshToken });
      expect(await app.request()).toBe(ANN.email);
      expect(zoho.takeRequests()).toEqual(["users access-1"]);
      expect(await app.rows()).toEqual([rowOf(ANN, zoho)]);
    },
  },
  {
    title: "a start from an access token stores one row for its user, and so does the next start",
    catches: ["FindsNoAccessToken"],
    async play({ app, zoho }) {
      const accessToken = zoho.issueAccessToken(ANN);
      const row = { id: expect.any(String), userName: ANN.name, accessToken, apiDomain: zoho.url };
      await app.start({ accessToken });
      expect(zoho.takeRequests()).toEqual(["current-user access-1", "org access-1"]);
      expect(await app.rows()).toEqual([row]);
      await app.start({ accessToken });
      expect(await app.request()).toBe(ANN.email);
      expect(zoho.takeRequests()).toEqual(["users access-1"]);
      expect(await app.rows()).toEqual([row]);
    },
  },
  {
    title:
      "a new login of a known user updates the row, and the new code is the one to restart with",
    catches: ["InsertsTheSameUserAgain"],
    async play(scene) {
      const { app, zoho } = scene;
      const { row } = await logIn(scene);
      zoho.issueCode("code-2", ANN);
      await app.start({ grantToken: "code-2" });
      await app.start({ grantToken: "code-2" });
      expect(zoho.takeRequests()).toEqual([
        "exchange code-2",
        "current-user access-2",
        "org access-2",
      ]);
      const tokens = { grantToken: "code-2", refreshToken: "refresh-2", accessToken: "access-2" };
      const { redirectURL } = CLIENT;
      expect(await app.rows()).toEqual([{ ...row, ...tokens, redirectURL }]);
    },
  },
  {
    title: "a start of a known user from a new access token keeps what else is stored of the user",
    catches: ["ErasesWhatTheTokenLacks"],
    async play(scene) {
      const { app, zoho } = scene;
      const { row } = await logIn(scene);
      const accessToken = zoho.issueAccessToken(ANN);
      await app.start({ accessToken });
      expect(await app.request()).toBe(ANN.email);
      expect(zoho.takeRequests()).toEqual([
        "current-user access-2",
        "org access-2",
        "users access-2",
      ]);
      expect(await app.rows()).toEqual([{ ...row, accessToken }]);
    },
  },
  {
    title: "after a restart the id alone is enough, for a request and for a refresh",
    catches: ["KeepsItsRowsInMemory", "NeverUpdatesTheExpiry"],
    async play(scene) {
      const { app, zoho } = scene;
      const { row, id } = await logIn(scene);
      await app.start({ id });
      expect(await app.request()).toBe(ANN.email);
      expect(zoho.takeRequests()).toEqual(["users access-1"]);
      expect(await app.rows()).toEqual([row]);
      pass(HOUR);
      await app.start({ id });
      expect(await app.request()).toBe(ANN.email);
      expect(zoho.takeRequests()).toEqual(["refresh refresh-1", "users access-2"]);
      const refreshed = { accessToken: "access-2", expiresIn: endOfTokenFrom(HOUR) };
      expect(await app.rows()).toEqual([{ ...row, ...refreshed }]);
    },
  },
  {
    title: "after a restart the name of a known user is enough, with no login",
    catches: ["FindsNoUser"],
    async play(scene) {
      const { app, zoho } = scene;
      const { row } = await logIn(scene);
      await app.start({ userName: ANN.name });
      expect(await app.request()).toBe(ANN.email);
      expect(zoho.takeRequests()).toEqual(["users access-1"]);
      expect(await app.rows()).toEqual([row]);
    },
  },
  {
    title: "the name of an unknown user is the SDK's error, sends nothing and stores nothing",
    catches: ["KeepsItsRowsInMemory"],
    async play(scene) {
      const { app, zoho, sdk } = scene;
      const { row } = await logIn(scene);
      const error = await errorOf(app.start({ userName: "nobody@example.com:1001" }));
      expect(error).toBeInstanceOf(sdk.SDKException);
      expect(error).toHaveProperty("code", "MANDATORY VALUE ERROR");
      expect(zoho.takeRequests()).toEqual([]);
      expect(await app.rows()).toEqual([row]);
    },
  },
  {
    // The SDK knows nothing to log in with, and tries nevertheless.
    title: "the id of no stored token is refused by Zoho, and stores nothing",
    catches: ["RejectsAnUnknownId"],
    async play(scene) {
      const { app, zoho, sdk } = scene;
      const { row } = await logIn(scene);
      const error = await errorOf(app.start({ id: "unknown" }));
      expect(error).toBeInstanceOf(sdk.SDKException);
      expect(error).toMatchObject({ code: "INVALID TOKEN ERROR", message: "invalid_client" });
      expect(zoho.takeRequests()).toEqual(["exchange undefined"]);
      expect(await app.rows()).toEqual([row]);
    },
  },
];
