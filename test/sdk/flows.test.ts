import { afterAll, beforeAll, describe, test } from "vitest";
import { type CopyOfStores, copyStores, STORE_NAMES } from "./copied-stores.js";
import { flows } from "./flows/index.js";
import { loadSdk, type OfficialSdk, packageOf, SDK_VERSIONS } from "./official-sdk-app.js";
import { Scene } from "./scene.js";

const titled = flows.map((flow) => [flow.title, flow] as const);

describe.each(SDK_VERSIONS)("in the official SDK %s", (version) => {
  let sdk: OfficialSdk;
  let copy: CopyOfStores;

  beforeAll(async () => {
    sdk = await loadSdk(version);
    copy = await copyStores(packageOf(version));
  });
  afterAll(() => copy.remove());

  describe.each(STORE_NAMES)("%s", (name) => {
    test.for(titled)("%s", async ([, { breaksStorage, play }], { skip }) => {
      const scene = await Scene.open(sdk, copy.harnesses[name]);
      try {
        skip(breaksStorage === true && !scene.hasStorage, "it has no storage that could fail");
        await play(scene);
      } finally {
        await scene.close();
      }
    });
  });
});
