import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { MARIADB } from "../services/mariadb.js";
import { PACKAGE, refusalOf, tokenOf } from "./arrange.js";
import { holdLock, lockOf, otherConnection, untilWaiting, useDatabase } from "./mysql-arrange.js";

const database = useDatabase();

/** The disk of a busy machine can make many saves take long. */
const lockTimeoutMs = 50_000;

/** Opens stores as that many servers of one app would. */
async function openMany(count: number) {
  const table = await database.table();
  const stores = Array.from({ length: count }, () => database.open({ table, lockTimeoutMs }));
  return { table, stores: await Promise.all(stores) };
}

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

describe("many servers at once", () => {
  test("make one table when all of them start at the same moment", async () => {
    const { table, stores } = await openMany(16);
    expect(stores).toHaveLength(16);
    expect(await database.query(`SHOW TABLES LIKE '${table}'`)).toHaveLength(1);
    await stores[0]?.saveToken(tokenOf({ user_name: "ann", refresh_token: "R" }));
    expect(await stores[15]?.getTokens()).toHaveLength(1);
  });

  test("store one new user once, and reject no save", async () => {
    const { table, stores } = await openMany(16);
    const tokens = stores.map((_, number) =>
      tokenOf({ user_name: "ann", refresh_token: `${number}` }),
    );
    await Promise.all(
      stores.map((store, number) => store.saveToken(tokens[number] ?? tokenOf({}))),
    );
    const rows = await database.query(`SELECT id FROM ${table}`);
    expect(rows).toHaveLength(1);
    expect(new Set(tokens.map((token) => token.getId()))).toEqual(new Set([rows[0]?.id]));
  });

  test("store 25 new users each, under 400 ids", async () => {
    const { table, stores } = await openMany(16);
    const saves = stores.flatMap((store, server) =>
      numbers(25).map((number) =>
        store.saveToken(tokenOf({ user_name: `user ${server} ${number}`, refresh_token: "R" })),
      ),
    );
    await Promise.all(saves);
    const rows = await database.query(`SELECT id, user_name FROM ${table}`);
    expect(rows).toHaveLength(400);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(400);
    expect(new Set(rows.map(({ user_name }) => user_name)).size).toBe(400);
  });

  test("give a token without a user to one of two users, never to both", async () => {
    const { table, stores } = await openMany(2);
    for (const refresh_token of numbers(10).map(String)) {
      await stores[0]?.saveToken(tokenOf({ refresh_token }));
      const saves = stores.map((store, server) =>
        store.saveToken(tokenOf({ user_name: `user ${server} ${refresh_token}`, refresh_token })),
      );
      await Promise.all(saves);
    }
    const users = await database.query(`SELECT user_name FROM ${table}`);
    expect(new Set(users.map(({ user_name }) => user_name)).size).toBe(20);
  });

  test("keep all users as processes of their own", async () => {
    const { table } = await openMany(1);
    const options = { ...MARIADB, database: database.name, table, lockTimeoutMs };
    const source = (server: number) => `
      import { MySqlTokenStore, OAuthToken, UserSignature } from ${JSON.stringify(PACKAGE)};
      const store = await MySqlTokenStore.open(${JSON.stringify(options)});
      const saves = ["ann", ...Array.from({ length: 10 }, (_, n) => "user ${server} " + n)];
      await Promise.all(saves.map((user) => {
        const token = new OAuthToken();
        token.setUserSignature(new UserSignature(user));
        token.setRefreshToken("R of " + user);
        return store.saveToken(token);
      }));
      await store.close();`;
    const run = promisify(execFile);
    const servers = numbers(4).map((server) =>
      run(process.execPath, ["--input-type=module", "-e", source(server)]),
    );
    for (const { stderr } of await Promise.all(servers)) expect(stderr).toBe("");
    const rows = await database.query(`SELECT user_name FROM ${table}`);
    expect(rows).toHaveLength(41);
    expect(new Set(rows.map(({ user_name }) => user_name)).size).toBe(41);
  });
});

describe("while another process holds the lock", () => {
  const ann = () => tokenOf({ user_name: "ann", refresh_token: "R" });

  test("saves wait, one connection for all of them, and go on when it is given back", async () => {
    const table = await database.table();
    const store = await database.open({ table });
    const holder = await holdLock(database, table);
    let count = 0;
    const saves = numbers(20).map(async (number) => {
      await store.saveToken(tokenOf({ user_name: `user ${number}`, refresh_token: "R" }));
      count += 1;
    });
    await untilWaiting(database, 1);
    expect(count).toBe(0);
    await holder.query("SELECT RELEASE_LOCK(?)", [lockOf(database, table)]);
    await Promise.all(saves);
    expect(await store.getTokens()).toHaveLength(20);
  });

  test("reads and deletes go on, with a pool of one connection too", async () => {
    const table = await database.table();
    const store = await database.open({ table, poolOptions: { connectionLimit: 1 } });
    const token = ann();
    await store.saveToken(token);
    const holder = await holdLock(database, table);
    const saves = numbers(20).map((number) =>
      store.saveToken(tokenOf({ user_name: `user ${number}`, refresh_token: "R" })),
    );
    await untilWaiting(database, 1);
    expect(await store.getTokens()).toHaveLength(1);
    expect(await store.findToken(tokenOf({ user_name: "ann" }))).not.toBeNull();
    expect(await store.findTokenById(token.getId() ?? "")).not.toBeNull();
    await store.deleteToken(token.getId() ?? "");
    expect(await store.getTokens()).toEqual([]);
    await store.deleteTokens();
    await holder.query("SELECT RELEASE_LOCK(?)", [lockOf(database, table)]);
    await Promise.all(saves);
  });

  test("saves are refused at the time limit, all of them, and nothing is stored", async () => {
    const table = await database.table();
    const store = await database.open({ table, lockTimeoutMs: 0 });
    const holder = await holdLock(database, table);
    const saves = numbers(5).map(() => refusalOf(store.saveToken(ann())));
    for (const { message } of await Promise.all(saves)) {
      expect(message).toContain(`the lock "${lockOf(database, table)}" for 0 ms`);
      expect(message).toContain("lockTimeoutMs");
    }
    expect(await store.getTokens()).toEqual([]);
    await holder.query("SELECT RELEASE_LOCK(?)", [lockOf(database, table)]);
    await store.saveToken(ann());
    expect(await store.getTokens()).toHaveLength(1);
  });

  test("a save goes on when that process is killed", async () => {
    const table = await database.table();
    const store = await database.open({ table });
    const holder = await holdLock(database, table);
    holder.on("error", () => {});
    const save = store.saveToken(ann());
    await untilWaiting(database, 1);
    await database.query(`KILL ${holder.threadId}`);
    await save;
    expect(await store.getTokens()).toHaveLength(1);
  });

  test("saves to another table do not wait", async () => {
    const table = await database.table();
    await holdLock(database, table);
    const store = await database.open({ table: await database.table(), lockTimeoutMs: 0 });
    await store.saveToken(ann());
    expect(await store.getTokens()).toHaveLength(1);
  });
});

describe("the lock", () => {
  test("is given back after a save, and after one that was refused", async () => {
    const table = await database.table();
    const store = await database.open({ table });
    await store.saveToken(tokenOf({ user_name: "ann", refresh_token: "R" }));
    await refusalOf(store.saveToken(tokenOf({ user_name: "bob" })));
    await refusalOf(store.saveToken(tokenOf({ id: "01234567890", refresh_token: "R2" })));
    await holdLock(database, table);
  });

  test("is named by a hash where database and table have long names", async () => {
    const table = "t".repeat(64);
    const store = await database.open({ table, lockTimeoutMs: 0 });
    const name = createHash("sha256").update(lockOf(database, table)).digest("hex");
    const other = await otherConnection(database);
    await other.query("SELECT GET_LOCK(?, 0)", [name]);
    const token = tokenOf({ user_name: "ann", refresh_token: "R" });
    expect((await refusalOf(store.saveToken(token))).message).toContain(`the lock "${name}"`);
    await other.query("SELECT RELEASE_LOCK(?)", [name]);
    await store.saveToken(token);
  });
});

test("a delete that gives way in a deadlock is made all the same", async () => {
  const table = await database.table();
  const store = await database.open({ table });
  for (const id of ["1", "2"]) await store.saveToken(tokenOf({ id, refresh_token: id }));
  // The server ends the transaction that has changed less: this one has changed a lot elsewhere.
  const heavy = await database.table("(n int) ENGINE = InnoDB");
  const other = await otherConnection(database);
  await other.query("BEGIN");
  await other.query(`INSERT INTO ${heavy} SELECT seq FROM seq_1_to_1000`);
  await other.query(`SELECT id FROM ${table} WHERE id = '2' FOR UPDATE`);
  const deletes = store.deleteTokens();
  const before = await deadlocks();
  // The server renews its table of transactions only when nobody has looked for 100 ms.
  await expect.poll(() => waitsFor(table), { interval: 200, timeout: 30_000 }).toBe(1);
  await other.query(`SELECT id FROM ${table} WHERE id = '1' FOR UPDATE`);
  await other.query("COMMIT");
  await deletes;
  expect(await deadlocks()).toBeGreaterThan(before);
  expect(await store.getTokens()).toEqual([]);
});

async function deadlocks(): Promise<number> {
  const [row] = await database.query("SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'");
  return Number(row?.Value);
}

/** Counts the statements that wait for a row of a table. */
async function waitsFor(table: string): Promise<number> {
  const waits = await database.query(
    `SELECT 1 FROM information_schema.innodb_trx WHERE trx_query LIKE '%${table}%'
       AND trx_state = 'LOCK WAIT'`,
  );
  return waits.length;
}
