/**
 * Measures the SQLite store, and prints ratios. Absolute times depend on the machine and on who else
 * uses it, so each pair is measured side by side: one round of this, one round of that, and so on.
 *
 * `npm run bench` builds the package first: what is measured is what is shipped.
 *
 * @module
 */
import { mkdtemp, open, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import initSqlJs from "sql.js";

const dist = new URL("../../dist/src/index.js", import.meta.url).href;
const { OAuthToken, SqliteTokenStore, UserSignature } = (await import(
  dist
)) as typeof import("../../src/index.js");

type Store = Awaited<ReturnType<typeof SqliteTokenStore.open>>;

/** A kind of work: does a round of it, and tells how many microseconds one piece took. */
type Round = () => Promise<number>;

const folder = await mkdtemp(join(tmpdir(), "token-store-bench-"));
try {
  const small = await filledStore("small.db", 1000);
  const large = await filledStore("large.db", 100_000);
  await lookups(small, large);
  await durableSaves(small);
  await savesAtOnce(small);
  await small.close();
  await large.close();
  await openings();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function lookups(small: Store, large: Store): Promise<void> {
  const find = (store: Store, count: number) => () =>
    timed(200, () => store.findToken(tokenOf(random(count))));
  const findById = (store: Store, ids: string[]) => () =>
    timed(200, () => store.findTokenById(ids[random(ids.length)] ?? ""));
  await compare("find by user name", 60, {
    "with 100,000 tokens": find(large, 100_000),
    "with 1,000 tokens": find(small, 1000),
  });
  await compare("find by id", 60, {
    "with 100,000 tokens": findById(large, await idsIn(large)),
    "with 1,000 tokens": findById(small, await idsIn(small)),
  });
}

async function durableSaves(store: Store): Promise<void> {
  const sqlJs = await initSqlJs();
  const database = new sqlJs.Database(await readFile(join(folder, "small.db")));
  await compare("durable save at 1,000 tokens", 300, {
    "saveToken: update, export, write, fsync, rename, fsync the folder": () =>
      timed(1, () => store.saveToken(refreshed(random(1000)))),
    "bare: export, write, fsync, rename": () => timed(1, () => bareSave(database.export())),
  });
  database.close();
}

async function bareSave(image: Uint8Array): Promise<void> {
  const temporary = join(folder, "bare.tmp");
  const handle = await open(temporary, "w", 0o600);
  await handle.writeFile(image);
  await handle.sync();
  await handle.close();
  await rename(temporary, join(folder, "bare.db"));
}

async function savesAtOnce(store: Store): Promise<void> {
  await compare("100 saves at 1,000 tokens, each", 12, {
    "in a row": async () => timed(100, () => store.saveToken(refreshed(random(1000)))),
    "at once": async () => {
      const tokens = Array.from({ length: 100 }, () => refreshed(random(1000)));
      const all = await timed(1, () => Promise.all(tokens.map((token) => store.saveToken(token))));
      return all / 100;
    },
  });
}

async function openings(): Promise<void> {
  const opening = (name: string) => () =>
    timed(1, async () => (await SqliteTokenStore.open(join(folder, name))).close());
  await compare("open and close", 5, {
    "with 100,000 tokens": opening("large.db"),
    "with 1,000 tokens": opening("small.db"),
  });
}

/** Prints the medians of the two kinds of work, and the first as a multiple of the second. */
async function compare(title: string, rounds: number, works: Record<string, Round>): Promise<void> {
  const times = new Map<string, number[]>(Object.keys(works).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, work] of Object.entries(works)) times.get(name)?.push(await work());
  }
  const medians = Array.from(times, ([name, all]) => [name, median(all)] as const);
  console.log(`${title}: ${((medians[0]?.[1] ?? 0) / (medians[1]?.[1] ?? 1)).toFixed(2)}x`);
  for (const [name, microseconds] of medians) {
    console.log(`  ${microseconds.toFixed(1).padStart(12)} us  ${name}`);
  }
}

async function timed(count: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let done = 0; done < count; done++) await work();
  return ((performance.now() - start) * 1000) / count;
}

async function filledStore(name: string, count: number): Promise<Store> {
  const store = await SqliteTokenStore.open(join(folder, name));
  const tokens = Array.from({ length: count }, (_, user) => refreshed(user));
  await Promise.all(tokens.map((token) => store.saveToken(token)));
  return store;
}

async function idsIn(store: Store): Promise<string[]> {
  return (await store.getTokens()).map((token) => token.getId() ?? "");
}

function tokenOf(user: number): InstanceType<typeof OAuthToken> {
  const token = new OAuthToken();
  token.setUserSignature(new UserSignature(`user${user}@example.test:${70_000_000 + user}`));
  return token;
}

/** What the SDK saves for a user each hour: the lengths are those of real tokens. */
function refreshed(user: number): InstanceType<typeof OAuthToken> {
  const token = tokenOf(user);
  token.setClientId("1000.ABCDEFGHIJKLMNOPQRSTUVWXYZ0123");
  token.setClientSecret("0123456789abcdef0123456789abcdef0123456789");
  token.setRefreshToken(`1000.${String(user).padStart(32, "r")}.${"r".repeat(32)}`);
  token.setAccessToken(`1000.${crypto.randomUUID()}.${crypto.randomUUID()}`);
  token.setExpiresIn(String(1_700_000_000_000 + random(1_000_000)));
  token.setAPIDomain("https://www.zohoapis.eu");
  return token;
}

function random(below: number): number {
  return Math.floor(Math.random() * below);
}

function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
