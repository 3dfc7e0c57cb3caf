import { describe, expect, test, vi } from "vitest";
import { BaseStore, type BrokenStore, type Storage } from "../broken-stores/base-store.js";
import { brokenStores } from "../broken-stores/index.js";
import type { Flow } from "./flows/flow.js";
import { flows } from "./flows/index.js";
import { loadSdk } from "./official-sdk-app.js";
import { Scene, type StageHarness } from "./scene.js";

// The broken stores take their classes from the seam too: here from the official SDK.
vi.mock("../../src/sdk.js", async () => {
  const { default: official } = await import("@zohocrm/typescript-sdk-8.0");
  const { OAuthToken, SDKException, UserSignature } = official;
  return { OAuthToken, SDKException, UserSignature };
});

const sdk = await loadSdk("8.0");
const titled = flows.map((flow) => [flow.title, flow] as const);
const catches = flows.flatMap((flow) =>
  flow.catches.map((name) => [name, flow.title, flow] as const),
);

describe("the store that the broken ones start from passes", () => {
  test.each(titled)("%s", (_, flow) => playOn(BaseStore, flow));
});

describe("a broken store fails", () => {
  test.each(catches)("%s: %s", async (name, _, flow) => {
    const Store = brokenStores.find((Store) => Store.name === name);
    if (Store === undefined) throw new Error(`there is no broken store of the name ${name}`);
    await expect(playOn(Store, flow)).rejects.toThrow();
  });
});

test("every flow catches a broken store", () => {
  expect(flows.filter((flow) => flow.catches.length === 0)).toEqual([]);
});

async function playOn(Store: BrokenStore, flow: Flow): Promise<void> {
  const scene = await Scene.open(sdk, harnessFor(Store));
  try {
    await flow.play(scene);
  } finally {
    await scene.close();
  }
}

function harnessFor(Store: BrokenStore): StageHarness {
  return {
    open() {
      const storage: Storage = { rows: [], isBroken: false, notes: new Map() };
      return {
        store: new Store(storage),
        reopen: () => new Store(storage),
        breakStorage() {
          storage.isBroken = true;
        },
        mendStorage() {
          storage.isBroken = false;
        },
      };
    },
  };
}
