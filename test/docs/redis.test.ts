import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { createClient } from "redis";
import { afterAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { OAuthToken, type TokenStore } from "../../src/index.js";
import { hasRedis, WHY_SKIPPED } from "../services/redis.js";
import { writePageFiles } from "./page-files.js";
import { temporaryFolder } from "./project.js";

// What the store that docs/tutorial/redis.md writes says of its failures.

interface Store extends TokenStore {
  close(): Promise<void>;
}

const folder = temporaryFolder();
writePageFiles("docs/tutorial/redis.md", folder);
const { RedisTokenStore } = (await import(join(folder, "token-store/stores/redis-store.ts"))) as {
  RedisTokenStore: { open(url: string, name: string): Promise<Store> };
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isThere = await hasRedis();
beforeEach(({ skip }) => skip(!isThere, WHY_SKIPPED));

test("a wrong password is told as one, and not shown", async () => {
  const opening = RedisTokenStore.open("redis://ann:hunter2@127.0.0.1", "any");
  const { message } = await opening.then(
    () => expect.unreachable(),
    (error: Error) => error,
  );
  expect(message).toMatch(
    /^cannot connect to Redis \(WRONGPASS\)\. Check that it runs, and the URL/,
  );
  expect(message).not.toContain("hunter2");
});

test("a server that is not there is told when the store is opened", async () => {
  await expect(RedisTokenStore.open("redis://127.0.0.1:1", "any")).rejects.toThrow(
    /^cannot connect to Redis \(ECONNREFUSED\)\. Check that it runs/,
  );
});

test("a store without a name is refused", async () => {
  await expect(RedisTokenStore.open("redis://127.0.0.1", "")).rejects.toThrow(/needs a name/);
});

test("what Redis has refused has changed nothing, and the error says so", async () => {
  const name = `test-${randomUUID()}`;
  const redis = await connectForTest(name);
  const store = await openForTest("redis://127.0.0.1", name);
  await redis.set(`${name}:rows`, "no hash");
  const refused = /\(WRONGTYPE\)\. It has refused that, and nothing has changed\./;
  await expect(store.getTokens()).rejects.toThrow(refused);
  await expect(store.deleteToken("1")).rejects.toThrow(refused);
  expect(await redis.get(`${name}:rows`)).toBe("no hash");
});

test("a change whose answer is lost is told as one that may have been made", async () => {
  const name = `test-${randomUUID()}`;
  const redis = await connectForTest(name);
  const line = await layLine();
  const store = await openForTest(`redis://127.0.0.1:${line.port}`, name);
  await store.saveToken(new OAuthToken("client", "secret", null, "refresh"));
  expect(await redis.exists(`${name}:rows`)).toBe(1);

  line.loseAnswers();
  await expect(store.deleteTokens()).rejects.toThrow(
    /\(Socket\w+\)\. Whether the change was made is not known: read, before you make it again\./,
  );
  expect(await redis.exists(`${name}:rows`)).toBe(0);
});

test("what was only read, or never sent, has changed nothing, and can be made again", async () => {
  const line = await layLine();
  const store = await openForTest(`redis://127.0.0.1:${line.port}`, `test-${randomUUID()}`);
  line.loseAnswers();
  await expect(store.getTokens()).rejects.toThrow(
    /^cannot read from Redis \(Socket\w+\)\. Nothing has changed\. Try again/,
  );
  await expect(store.deleteTokens()).rejects.toThrow(
    /^cannot write to Redis \(ClientOfflineError\)\. Nothing has changed\. Try again/,
  );
});

/** Connects a client that removes the store's keys after the test. */
async function connectForTest(name: string) {
  const client = await createClient().connect();
  onTestFinished(async () => {
    await client.del([`${name}:rows`, `${name}:version`]);
    client.destroy();
  });
  return client;
}

async function openForTest(url: string, name: string): Promise<Store> {
  const store = await RedisTokenStore.open(url, name);
  onTestFinished(() => store.close());
  return store;
}

/** A way to Redis on which answers can be lost: then the connection ends in the place of the next. */
async function layLine() {
  const sockets = new Set<Socket>();
  let isLossy = false;
  const server = createServer((near) => {
    const far = connect(6379, "127.0.0.1");
    for (const socket of [near, far]) sockets.add(socket.on("error", () => undefined));
    near.pipe(far);
    far.on("data", (answer) => (isLossy ? near.destroy() : near.write(answer)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  const loseAnswers = () => {
    isLossy = true;
  };
  return { port, loseAnswers };
}
