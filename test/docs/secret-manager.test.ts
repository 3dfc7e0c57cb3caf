import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { OAuthToken, type TokenStore, UserSignature } from "../../src/index.js";
import { writePageFiles } from "./page-files.js";
import { temporaryFolder } from "./project.js";

// What becomes of the store that docs/tutorial/secret-manager.md writes when two processes have it.

interface Manager {
  get(name: string): Promise<string | null>;
  put(name: string, value: string): Promise<void>;
  list(): Promise<string[]>;
}

const folder = temporaryFolder();
writePageFiles("docs/tutorial/secret-manager.md", folder);
const { PretendedManager } = (await import(join(folder, "token-store/secret-manager.ts"))) as {
  PretendedManager: new () => Manager;
};
const { SecretTokenStore } = (await import(join(folder, "token-store/stores/secret-store.ts"))) as {
  SecretTokenStore: { open(manager: Manager, clock: () => number): Promise<TokenStore> };
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOUR_MS = 3_600_000;

function tokenOf(user: string, accessToken: string): OAuthToken {
  const token = new OAuthToken();
  token.setUserSignature(new UserSignature(user));
  token.setAccessToken(accessToken);
  return token;
}

/** What is kept, as somebody finds it who opens the store now. */
async function keptIn(manager: Manager): Promise<Record<string, string | null>> {
  const tokens = await (await SecretTokenStore.open(manager, () => 0)).getTokens();
  return Object.fromEntries(
    tokens.map((token) => [token.getUserSignature()?.getName(), token.getAccessToken()]),
  );
}

/** The secrets that there are. The first list is late. */
async function secretsIn(manager: Manager): Promise<string[]> {
  await manager.list();
  return manager.list();
}

/** Two stores on the same secrets, in which ann and carol are. */
async function openTwice(manager: Manager, clock = () => 0) {
  const first = await SecretTokenStore.open(manager, clock);
  await first.saveToken(tokenOf("ann", "A1"));
  await first.saveToken(tokenOf("carol", "C1"));
  return [first, await SecretTokenStore.open(manager, clock)] as const;
}

test("two processes that save in turn keep what the other has saved", async () => {
  const manager = new PretendedManager();
  const [first, second] = await openTwice(manager);
  await first.saveToken(tokenOf("ann", "A2"));
  await second.saveToken(tokenOf("bob", "B1"));
  await first.saveToken(tokenOf("carol", "C2"));
  expect(await keptIn(manager)).toEqual({ ann: "A2", bob: "B1", carol: "C2" });
});

test("of two changes at the same moment one is undone, and the store still opens", async () => {
  const manager = new PretendedManager();
  const [first, second] = await openTwice(manager);
  await Promise.all([
    first.saveToken(tokenOf("ann", "A2")),
    second.saveToken(tokenOf("bob", "B1")),
  ]);
  // The second has put the root last, and named the part that the first has replaced.
  expect(await keptIn(manager)).toEqual({ ann: "A1", bob: "B1", carol: "C1" });
});

test("who opens the store removes nothing that another process is about to name", async () => {
  const [isPut, pass] = [gate(), gate()];
  class SlowManager extends PretendedManager {
    isSlow = false;

    override async put(name: string, value: string): Promise<void> {
      if (this.isSlow && name === "tokens") {
        isPut.open();
        await pass.isOpen;
      }
      await super.put(name, value);
    }
  }
  const manager = new SlowManager();
  const [first] = await openTwice(manager);
  manager.isSlow = true;
  const saving = first.saveToken(tokenOf("bob", "B1"));
  await isPut.isOpen; // Bob's part is there, and no root names it.
  const before = await secretsIn(manager);
  manager.isSlow = false;
  const second = await SecretTokenStore.open(manager, () => 0);
  await second.saveToken(tokenOf("ann", "A2"));
  expect(await secretsIn(manager)).toEqual(expect.arrayContaining(before));
  pass.open();
  await saving;
  expect(await keptIn(manager)).toEqual({ ann: "A1", bob: "B1", carol: "C1" });
});

test("what does not count is removed by the first change an hour later", async () => {
  let now = HOUR_MS;
  const manager = new PretendedManager();
  await manager.put("token-left", "by a change that was interrupted");
  await manager.list();
  const [first] = await openTwice(manager, () => now);
  await first.saveToken(tokenOf("ann", "A2"));
  const before = await secretsIn(manager);
  expect(before).toHaveLength(5); // The root, two tokens, the former ann, and what was left.

  now += HOUR_MS - 1;
  await first.deleteToken("unknown");
  expect(await secretsIn(manager)).toEqual(before);
  now += 1;
  await first.deleteToken("unknown");
  expect(await secretsIn(manager)).toHaveLength(3);
  expect(await secretsIn(manager)).not.toContain("token-left");
  expect(await keptIn(manager)).toEqual({ ann: "A2", carol: "C1" });
});

function gate() {
  let open: () => void = () => undefined;
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, isOpen };
}
