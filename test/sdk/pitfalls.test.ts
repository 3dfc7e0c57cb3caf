import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CopyOfStores, copyStores } from "./copied-stores.js";
import { ANN, BOB, errorOf, HOUR, logIn } from "./flows/flow.js";
import { CLIENT } from "./loopback-zoho.js";
import {
  environmentOf,
  loadSdk,
  type OfficialSdk,
  packageOf,
  SDK_VERSIONS,
} from "./official-sdk-app.js";
import { pass, Scene } from "./scene.js";

/** What the guide on the SDK warns of, beside what the flows show. */
describe.each(SDK_VERSIONS)("in the official SDK %s", (version) => {
  let sdk: OfficialSdk;
  let copy: CopyOfStores;
  beforeAll(async () => {
    sdk = await loadSdk(version);
    copy = await copyStores(packageOf(version));
  });
  afterAll(() => copy.remove());

  const tokenFor = (refreshToken: string) =>
    new sdk.OAuthBuilder()
      .clientId(CLIENT.id)
      .clientSecret(CLIENT.secret)
      .refreshToken(refreshToken)
      .build();

  test("initialize() changes the user of every request, back to an earlier one too", async () => {
    const opened = await copy.harnesses.MemoryTokenStore.open();
    const scene = await Scene.open(sdk, { open: () => opened });
    const environment = environmentOf(sdk, scene.zoho);
    try {
      const ann = tokenFor(scene.zoho.issueRefreshToken(ANN));
      const bob = tokenFor(scene.zoho.issueRefreshToken(BOB));
      const users: string[] = [];
      for (const token of [ann, bob, ann, bob]) {
        await new sdk.InitializeBuilder()
          .environment(environment)
          .store(opened.store as never)
          .token(token)
          .initialize();
        users.push(await scene.app.request());
      }
      expect(users).toEqual([ANN.email, BOB.email, ANN.email, BOB.email]);
    } finally {
      await scene.close();
    }
  });

  test("after remove(), the SDK goes on with the token, and its refresh stores it again", async () => {
    const scene = await Scene.open(sdk, copy.harnesses.MemoryTokenStore);
    try {
      const { token } = await logIn(scene);
      expect(await token.remove()).toBe(true);
      expect(await scene.app.rows()).toEqual([]);
      expect(await scene.app.request()).toBe(ANN.email);
      expect(await scene.app.rows()).toEqual([]);
      pass(HOUR);
      expect(await scene.app.request()).toBe(ANN.email);
      expect(await scene.app.rows()).toHaveLength(1);
    } finally {
      await scene.close();
    }
  });

  test("switchUser() without a configuration can parse no new token, in 8.0", async () => {
    const scene = await Scene.open(sdk, copy.harnesses.MemoryTokenStore);
    const { app, zoho } = scene;
    try {
      await logIn(scene);
      const token = tokenFor("refresh-1");
      const environment = environmentOf(sdk, zoho);
      await new sdk.InitializeBuilder().environment(environment).token(token).switchUser();
      expect(await app.request()).toBe(ANN.email);
      pass(HOUR);
      if (version === "8.0") {
        expect(String(await errorOf(app.request()))).toContain("applyAPIDomainUpdate");
      } else {
        expect(await app.request()).toBe(ANN.email);
      }
    } finally {
      await scene.close();
    }
  });
});
