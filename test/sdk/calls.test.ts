import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { METHODS } from "../../spec/index.js";
import { read } from "../docs/markdown.js";
import { type CopyOfStores, copyStores } from "./copied-stores.js";
import { ANN, HOUR } from "./flows/flow.js";
import { loadSdk, type OfficialSdk, packageOf, SDK_VERSIONS } from "./official-sdk-app.js";
import { pass, Scene } from "./scene.js";

/** What the guide says: what the app does, and the methods that the SDK calls for it, in order. */
const GUIDE = new Map(
  [...read("docs/use-with-the-sdk.md").matchAll(/^\| (.+?) +\| (`\w+`.*?) +\|$/gm)].map(
    ([, does = "", calls = ""]) => [does, [...calls.matchAll(/`(\w+)`/g)].map(([, name]) => name)],
  ),
);

describe.each(SDK_VERSIONS)("the official SDK %s", (version) => {
  let sdk: OfficialSdk;
  let copy: CopyOfStores;
  beforeAll(async () => {
    sdk = await loadSdk(version);
    copy = await copyStores(packageOf(version));
  });
  afterAll(() => copy.remove());

  test("calls the store as the guide says", async () => {
    const calls: string[] = [];
    const opened = await copy.harnesses.ListTokenStore.open();
    const scene = await Scene.open(sdk, {
      open: () => ({ ...opened, store: recording(opened.store, calls) }),
    });
    const found = new Map<string, string[]>();
    const during = async (does: string, work: () => Promise<unknown>) => {
      await work();
      found.set(does, calls.splice(0));
    };
    const { app, zoho } = scene;
    try {
      zoho.issueCode("code-1", ANN);
      const login = { grantToken: "code-1" };
      await during("starts, and nothing is stored yet", () => app.start(login));
      await during("makes a request", () => app.request());
      await during("starts again", () => app.start(login));
      const [row] = await app.rows();
      calls.splice(0);
      await during("starts again from the id alone", () => app.start({ id: row?.id ?? "" }));
      const token = await app.start(login);
      calls.splice(0);
      pass(HOUR);
      await during("makes a request, and the access token has ended", () => app.request());
      await during("calls `token.remove()`", () => token.remove());
    } finally {
      await scene.close();
    }
    expect(found).toEqual(GUIDE);
  });
});

/** Stands in for a store, and notes the names of the methods that are called. */
function recording<Store extends object>(store: Store, calls: string[]): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function" || !METHODS.some((method) => method === name)) return member;
      return (...args: unknown[]) => {
        calls.push(String(name));
        return member.apply(target, args);
      };
    },
  });
}
