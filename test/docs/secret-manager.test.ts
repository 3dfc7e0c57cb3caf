import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { OAuthToken, type TokenStore, UserSignature } from "../../src/index.js";
import { writePageFiles } from "./page-files.js";
import { temporaryFolder } from "./project.js";

// What becomes of the store that docs/tutorial/secret-manager.md writes when two processes have it,
// when its secrets are gone or too many, and of the secrets beside it.

interface Manager {
  get(name: string): Promise<string | null>;
  put(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
  list(): Promise<string[]>;
}

const folder = temporaryFolder();
writePageFiles("docs/tutorial/secret-manager.md", folder);
const { PretendedManager } = (await import(join(folder, "token-store/secret-manager.ts"))) as {
  PretendedManager: new () => Manager;
};
const { SecretTokenStore } = (await import(join(folder, "token-store/stores/secret-store.ts"))) as {
  SecretTokenStore: {
    open(manager: Manager, name: string, clock: () => number): Promise<TokenStore>;
  };
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOUR_MS = 3_600_000;

/** A part that no root names. */
const LEFT = "crm-part-00000000-0000-4000-8000-000000000000";

function tokenOf(user: string, accessToken: string): OAuthToken {
  const token = new OAuthToken();
  token.setUserSignature(new UserSignature(user));
  token.setAccessToken(accessToken);
  return token;
}

/** What is kept, as somebody finds it who opens the store now. */
async function keptIn(manager: Manager, name = "crm"): Promise<Record<string, string | null>> {
  const tokens = await (await SecretTokenStore.open(manager, name, () => 0)).getTokens();
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
  const first = await SecretTokenStore.open(manager, "crm", clock);
  await first.saveToken(tokenOf("ann", "A1"));
  await first.saveToken(tokenOf("carol", "C1"));
  return [first, await SecretTokenStore.open(manager, "crm", clock)] as const;
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
      if (this.isSlow && name === "crm-root") {
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
  const second = await SecretTokenStore.open(manager, "crm", () => 0);
  await second.saveToken(tokenOf("ann", "A2"));
  expect(await secretsIn(manager)).toEqual(expect.arrayContaining(before));
  pass.open();
  await saving;
  expect(await keptIn(manager)).toEqual({ ann: "A1", bob: "B1", carol: "C1" });
});

test("what does not count is removed by the first change an hour later", async () => {
  let now = HOUR_MS;
  const manager = new PretendedManager();
  await SecretTokenStore.open(manager, "crm", () => now);
  await manager.put(LEFT, "by a change that was interrupted");
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
  expect(await secretsIn(manager)).not.toContain(LEFT);
  expect(await keptIn(manager)).toEqual({ ann: "A2", carol: "C1" });
});

test("a root that is gone is refused by every change, and back it is as it was", async () => {
  const manager = new PretendedManager();
  const [store] = await openTwice(manager);
  const root = (await manager.get("crm-root")) ?? "";
  const before = await secretsIn(manager);
  await manager.delete("crm-root");
  const isGone = { code: "TOKEN_STORE", message: /crm-root is gone; restore it/ };
  await expectRefusal(store.saveToken(tokenOf("cleo", "D1")), isGone);
  await expectRefusal(store.deleteToken("unknown"), isGone);
  await expectRefusal(store.deleteTokens(), isGone);
  await manager.put("crm-root", root);
  expect(await secretsIn(manager)).toEqual(expect.arrayContaining(before));
  expect(await keptIn(manager)).toEqual({ ann: "A1", carol: "C1" });
});

test("a store whose root is gone does not open, and puts no other", async () => {
  const manager = new PretendedManager();
  await openTwice(manager);
  await manager.delete("crm-root");
  const parts = await secretsIn(manager);
  expect(parts).toHaveLength(2);
  await expectRefusal(
    SecretTokenStore.open(manager, "crm", () => 0),
    { code: "TOKEN_STORE", message: /crm-root is gone; restore it/ },
  );
  expect(await secretsIn(manager)).toEqual(parts);
});

test("an emptied store opens again, and a root that is gone is no new store even then", async () => {
  const manager = new PretendedManager();
  await SecretTokenStore.open(manager, "crm", () => 0);
  expect(await keptIn(manager)).toEqual({});
  const store = await SecretTokenStore.open(manager, "crm", () => 0);
  await manager.delete("crm-root");
  await expectRefusal(store.saveToken(tokenOf("cleo", "D1")), { message: /restore it/ });
});

test("a root that is listed but cannot be read is not replaced in an empty store", async () => {
  class HidingManager extends PretendedManager {
    isHiding = false;
    puts = 0;

    override async put(name: string, value: string): Promise<void> {
      this.puts += 1;
      await super.put(name, value);
    }

    /** Answers as a manager does that hides what may not be read. */
    override async get(name: string): Promise<string | null> {
      const text = await super.get(name);
      return this.isHiding ? null : text;
    }
  }
  const manager = new HidingManager();
  await SecretTokenStore.open(manager, "crm", () => 0);
  expect(await secretsIn(manager)).toEqual(["crm-root"]);
  expect(manager.puts).toBe(1);
  manager.isHiding = true;
  const opening = SecretTokenStore.open(manager, "crm", () => 0);
  await expectRefusal(opening, { code: "TOKEN_STORE", message: /restore it/ });
  expect(manager.puts).toBe(1);
});

test("secrets of others and of other stores survive, whatever they are called", async () => {
  let now = HOUR_MS;
  const manager = new PretendedManager();
  const others = [
    "token-github",
    "crm-part-github",
    "crm",
    `x-${LEFT}`,
    `${LEFT}-2`,
    "crm-rootless",
  ];
  for (const name of others) await manager.put(name, "of somebody else");
  const neighbour = await SecretTokenStore.open(manager, "crm-part", () => now);
  await neighbour.saveToken(tokenOf("bob", "B1"));
  await manager.list();
  const [store] = await openTwice(manager, () => now);
  expect(await secretsIn(manager)).toHaveLength(others.length + 2 + 3);
  await store.deleteTokens();
  now += HOUR_MS;
  await store.deleteToken("unknown");
  const left = await secretsIn(manager);
  expect(left).toHaveLength(others.length + 2 + 1); // Of this store, the root alone is left.
  expect(left).toEqual(expect.arrayContaining(others));
  expect(await keptIn(manager, "crm-part")).toEqual({ bob: "B1" });
});

test("a name that cannot begin the name of a secret is refused", async () => {
  const opening = SecretTokenStore.open(new PretendedManager(), "a.b", () => 0);
  await expectRefusal(opening, { code: "TOKEN_STORE", message: /letters, digits/ });
});

test("a save that the root has no room for leaves nothing, and the rest goes on", async () => {
  let now = 1_700_000_000_000;
  const manager = new PretendedManager();
  const store = await SecretTokenStore.open(manager, "crm", () => now);
  const saved = await saveUntilRefused(store);
  expect(saved).toBe(TOKENS_AT_MOST);
  for (let time = 0; time < 3; time += 1) {
    await expectRefusal(store.saveToken(tokenOf("more", "M1")), { message: /no room/ });
  }
  expect(await secretsIn(manager)).toHaveLength(saved + 1);

  await store.saveToken(tokenOf("user 0", "A2"));
  expect(await secretsIn(manager)).toHaveLength(saved + 2);
  await store.deleteTokens();
  expect(await keptIn(manager)).toEqual({});
  await store.saveToken(tokenOf("cleo", "D1"));
  now += HOUR_MS; // What the root had room for goes now, and is told of the others.
  await store.deleteToken("unknown");
  now += HOUR_MS;
  await store.deleteToken("unknown");
  expect(await secretsIn(manager)).toHaveLength(2);
  expect(await keptIn(manager)).toEqual({ cleo: "D1" });
});

test("more leftovers than the root has room for stop no change", async () => {
  const manager = new PretendedManager();
  await SecretTokenStore.open(manager, "crm", () => 0);
  for (let left = 0; left < 2_000; left += 1) {
    await manager.put(`crm-part-${crypto.randomUUID()}`, "by a change that was interrupted");
  }
  await manager.list();
  const store = await SecretTokenStore.open(manager, "crm", () => 1_700_000_000_000);
  await store.saveToken(tokenOf("ann", "A1"));
  const root = JSON.parse((await manager.get("crm-root")) ?? "");
  expect(root.dropped).toHaveLength(1_190);
  expect(await keptIn(manager)).toEqual({ ann: "A1" });
});

test("the parts of a save that was interrupted go an hour later, without a restart", async () => {
  let now = HOUR_MS;
  class RefusingManager extends PretendedManager {
    isRefusing = false;

    override async put(name: string, value: string): Promise<void> {
      if (this.isRefusing && name === "crm-root") throw new Error("503");
      await super.put(name, value);
    }
  }
  const manager = new RefusingManager();
  const store = await SecretTokenStore.open(manager, "crm", () => now);
  manager.isRefusing = true;
  await expectRefusal(store.saveToken(tokenOf("ann", "A1")), { message: /not known/ });
  manager.isRefusing = false;
  expect(await secretsIn(manager)).toHaveLength(2);
  await store.deleteToken("unknown");
  now += HOUR_MS;
  await store.deleteToken("unknown");
  expect(await secretsIn(manager)).toEqual(["crm-root"]);
});

/** How many tokens of one part each the page says that a root holds. */
const TOKENS_AT_MOST = 1_597;

async function saveUntilRefused(store: TokenStore): Promise<number> {
  for (let user = 0; ; user += 1) {
    try {
      await store.saveToken(tokenOf(`user ${user}`, `A1 ${user}`));
    } catch {
      return user;
    }
  }
}

async function expectRefusal(call: Promise<unknown>, error: { code?: string; message: RegExp }) {
  await expect(call).rejects.toMatchObject({
    ...error,
    message: expect.stringMatching(error.message),
  });
}

function gate() {
  let open: () => void = () => undefined;
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, isOpen };
}
