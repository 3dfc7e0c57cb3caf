import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { MySqlTokenStore } from "../../src/index.js";
import { toSettings } from "../../src/mysql-options.js";
import { mysqlRefusal } from "../../src/mysql-refusals.js";
import { MySqlServer } from "../../src/mysql-server.js";
import type { Session } from "../../src/mysql-session.js";
import { runIn } from "../docs/project.js";
import { MARIADB } from "../services/mariadb.js";
import { freshFolder, refusalOf, tokenOf } from "./arrange.js";
import {
  lockOf,
  otherConnection,
  type ResultRow,
  startProxy,
  type TestDatabase,
  until,
  useDatabase,
  usersIn,
} from "./mysql-arrange.js";

const database = useDatabase();

const tokenOfUser = (user_name: string) =>
  tokenOf({ user_name, refresh_token: `R of ${user_name}` });

/** Lists the connections that others have. */
function connectionsTo({ name, query }: TestDatabase): Promise<ResultRow[]> {
  return query(
    `SELECT id FROM information_schema.processlist WHERE db = '${name}' AND id <> CONNECTION_ID()`,
  );
}

/** Kills them all, and tells how many. */
async function killAll(database: TestDatabase): Promise<number> {
  const rows = await connectionsTo(database);
  // Some may have ended by themselves since.
  for (const { id } of rows) await database.query(`KILL ${id}`).catch(() => {});
  return rows.length;
}

/** Opens a store on a table with one token, which another program has put there. */
async function openFilled(options: { port?: number } = {}) {
  const table = await database.table();
  const store = await database.open({ table, ...options });
  const values = "('a', 'ann', 'R of ann')";
  await database.query(`INSERT INTO ${table} (id, user_name, refresh_token) VALUES ${values}`);
  return { table, store };
}

describe("connections that the server kills", () => {
  test("between two calls do no harm to the next one", async () => {
    const { store } = await openFilled();
    await store.saveToken(tokenOfUser("eve"));
    expect(await killAll(database)).toBeGreaterThanOrEqual(2);
    await until(async () => (await killAll(database)) === 0);
    await store.saveToken(tokenOfUser("bob"));
    expect(await usersIn(store)).toEqual(["ann", "bob", "eve"]);
  });

  test("in the middle of calls reject these, and no later ones", async () => {
    const { table, store } = await openFilled();
    const other = await otherConnection(database);
    await other.query(`LOCK TABLES ${table} WRITE`);
    const calls = [
      store.getTokens(),
      store.findToken(tokenOfUser("ann")),
      store.findTokenById("1"),
      store.saveToken(tokenOfUser("bob")),
      store.deleteToken("1"),
      store.deleteTokens(),
    ].map(refusalOf);
    const stuck = `SELECT id FROM information_schema.processlist
      WHERE db = '${database.name}' AND state LIKE 'Waiting for table%'`;
    await until(async () => (await database.query(stuck)).length === calls.length);
    for (const { id } of await database.query(stuck)) await database.query(`KILL ${id}`);
    for (const { message } of await Promise.all(calls)) {
      expect(message).toContain("The connection broke off.");
    }
    await other.query("UNLOCK TABLES");
    expect(await usersIn(store)).toEqual(["ann"]);
    await store.saveToken(tokenOfUser("bob"));
    expect(await usersIn(store)).toEqual(["ann", "bob"]);
  });
});

describe("a connection that is cut in the middle of a save", () => {
  test("before the statement arrives: the save rejects, and nothing is stored", async () => {
    const proxy = await startProxy();
    const { store } = await openFilled({ port: proxy.port });
    proxy.judge = (sent) => (sent.includes("INSERT") ? "cut before" : "pass on");
    const token = tokenOfUser("bob");
    const { message } = await refusalOf(store.saveToken(token));
    expect(message).toMatch(/PROTOCOL_CONNECTION_LOST|ECONNRESET/);
    expect(token.getId()).toBeNull();
    proxy.judge = () => "pass on";
    expect(await usersIn(store)).toEqual(["ann"]);
    await store.saveToken(token);
    expect(await usersIn(store)).toEqual(["ann", "bob"]);
  });

  test("before the answer arrives: it rejects although made, and can be repeated", async () => {
    const proxy = await startProxy();
    const { table, store } = await openFilled({ port: proxy.port });
    let isPrepared = false;
    proxy.judge = (sent) => {
      const isInsert = isPrepared && sent.includes("R of bob");
      isPrepared ||= sent.includes("INSERT");
      return isInsert ? "cut after" : "pass on";
    };
    const token = tokenOfUser("bob");
    const { message } = await refusalOf(store.saveToken(token));
    expect(message).toContain("whether it was made is not known; read, before you make it again");
    proxy.judge = () => "pass on";
    await until(async () => (await database.query(`SELECT id FROM ${table}`)).length === 2);
    await store.saveToken(token);
    expect(await usersIn(store)).toEqual(["ann", "bob"]);
  });

  test("before the lock is given back: it resolves, and the lock is free", async () => {
    const proxy = await startProxy();
    const table = await database.table();
    const store = await database.open({ table, port: proxy.port });
    let cuts = 0;
    proxy.judge = (sent) => {
      if (!sent.includes("RELEASE_LOCK") || cuts > 0) return "pass on";
      cuts += 1;
      return "cut before";
    };
    await store.saveToken(tokenOfUser("ann"));
    expect(cuts).toBe(1);
    await store.saveToken(tokenOfUser("bob"));
    expect(await usersIn(store)).toEqual(["ann", "bob"]);
  });
});

/** Tells which connection holds the lock of a table. */
async function heldBy(table: string) {
  const name = lockOf(database, table);
  const [row] = await database.query(`SELECT IS_USED_LOCK('${name}') AS holder`);
  return row?.holder ?? null;
}

describe("a machine that vanishes in the middle of a save", () => {
  /** Makes a save whose connection vanishes as soon as it has the lock. */
  async function saveAndVanish() {
    const proxy = await startProxy();
    const table = await database.table();
    const options = { table, port: proxy.port, silenceLimitMs: 1000 };
    const store = await database.open(options);
    let hasVanished = false;
    proxy.judge = (sent) => {
      hasVanished ||= sent.includes("SELECT id");
      return hasVanished ? "vanish" : "pass on";
    };
    const save = refusalOf(store.saveToken(tokenOfUser("ann")));
    await until(async () => (await heldBy(table)) !== null && hasVanished);
    return { proxy, table, store, save };
  }

  test("keeps the others out no longer than silenceLimitMs", async () => {
    const { table } = await saveAndVanish();
    const other = await database.open({ table, lockTimeoutMs: 40_000 });
    await other.saveToken(tokenOfUser("bob"));
    expect(await usersIn(other)).toEqual(["bob"]);
  });

  test("has its save rejected, and those behind it and close() go on", async () => {
    const { proxy, table, store, save } = await saveAndVanish();
    proxy.judge = () => "pass on";
    const next = store.saveToken(tokenOfUser("bob"));
    expect((await save).message).toContain(
      "PROTOCOL_SEQUENCE_TIMEOUT. The server did not answer within silenceLimitMs.",
    );
    await next;
    expect(await database.query(`SELECT user_name FROM ${table}`)).toEqual([{ user_name: "bob" }]);
    proxy.judge = () => "vanish";
    const read = refusalOf(store.getTokens());
    await store.close();
    expect((await read).message).toContain("did not answer");
  });
});

describe("the connection of saves", () => {
  test("is replaced in silence when it was closed while it lay idle", async () => {
    const proxy = await startProxy();
    const store = await database.open({ table: await database.table(), port: proxy.port });
    await store.saveToken(tokenOfUser("ann"));
    let cuts = 0;
    // The client has not yet heard of the end when it begins the next save.
    proxy.judge = () => (cuts++ === 0 ? "cut before" : "pass on");
    await store.saveToken(tokenOfUser("bob"));
    expect(cuts).toBeGreaterThan(1);
    expect(await usersIn(store)).toEqual(["ann", "bob"]);
  });

  test("is closed early only while it may hold the lock", async () => {
    const proxy = await startProxy();
    const settings = { ...MARIADB, port: proxy.port, database: database.name };
    const server = await MySqlServer.prepare(toSettings({ ...settings, silenceLimitMs: 6500 }));
    onTestFinished(() => server.close());
    let last = "";
    proxy.judge = (sent) => {
      last = /SET .*wait_timeout = \w+/.exec(sent)?.[0] ?? last;
      return "pass on";
    };
    const ask = (session: Session) => session.execute("SELECT @@wait_timeout");
    expect(await server.runAlone("save to", ask)).toEqual([[7]]);
    expect(last).toBe("SET @released = RELEASE_LOCK(?), SESSION wait_timeout = DEFAULT");
    expect(await server.run("read", ask)).not.toEqual([[7]]);
  });
});

test("an end that is heard of while waiting for an answer is not taken for one of connecting", () => {
  const errorOf = (code: string, syscall: string) => Object.assign(new Error(), { code, syscall });
  for (const code of ["ETIMEDOUT", "EHOSTUNREACH"]) {
    const { message } = mysqlRefusal("save", errorOf(code, "connect"));
    expect(message).toContain("Nothing was changed.");
    expect(mysqlRefusal("save", errorOf(code, "read")).message).toContain("is not known");
  }
});

test("a lock that the server will not take back ends with its connection", async () => {
  const proxy = await startProxy();
  const table = await database.table();
  const store = await database.open({ table, port: proxy.port });
  proxy.judge = (sent) => ({ instead: sent.replace("RELEASE_LOCK", "RELEASE_LUCK") });
  await store.saveToken(tokenOfUser("ann"));
  const other = await database.open({ table });
  await other.saveToken(tokenOfUser("bob"));
  expect(await usersIn(store)).toEqual(["ann", "bob"]);
});

describe("opening is refused, and says what to do,", () => {
  const open = (options: object) =>
    refusalOf(MySqlTokenStore.open({ ...MARIADB, database: database.name, ...options }));

  test("when no server answers", async () => {
    const proxy = await startProxy();
    proxy.judge = () => "cut before";
    expect((await open({ port: proxy.port })).message).toContain("The connection broke off.");
    expect((await open({ port: 1 })).message).toContain(
      `cannot open oauthtoken in ${database.name} at 127.0.0.1:1: ECONNREFUSED. Nothing was ` +
        "changed. Start the server, or correct host and port.",
    );
  });

  test("when a server takes the connection, and then says nothing", async () => {
    const port = await listenSilently();
    const { message } = await open({ port, poolOptions: { connectTimeout: 50 } });
    expect(message).toContain("ETIMEDOUT");
  });

  test.for([
    [
      "the password is wrong",
      { user: "nobody", password: "canary" },
      "Correct user and password; or",
    ],
    ["the database is missing", { database: "token_store_none" }, "Create the database first"],
    ["the port is none", { port: 99_999 }, "ERR_SOCKET_BAD_PORT"],
    ["the server has no encryption", { ssl: { ca: "canary" } }, "HANDSHAKE_NO_SSL_SUPPORT"],
    ["mysql2 refuses an option", { ssl: "canary" }, "cannot use the options"],
    ["a time limit would be without end", { lockTimeoutMs: -1 }, "0 or more"],
    ["a time limit is no number", { lockTimeoutMs: Number.NaN }, "0 or more"],
    ["no silence is borne", { silenceLimitMs: 0 }, "at most a day"],
    ["silence is borne without end", { silenceLimitMs: Number.POSITIVE_INFINITY }, "at most a day"],
  ] as const)("when %s", async ([, options, advice]) => {
    const { message } = await open(options);
    expect(message).toContain(advice);
    expect(message).not.toContain("canary");
  });

  test.for(["", "a;drop", "a`b", "a b", "a.b", "tokén", "a\n", "x".repeat(65)])(
    "when the table is named %j",
    async (table) => {
      expect((await open({ table })).message).toContain(
        "the option table must be a name of 1 to 64",
      );
    },
  );

  test("and leaves no connection behind", async () => {
    const foreign = await database.table("(id varchar(10) primary key)");
    await open({ table: foreign });
    await until(async () => (await connectionsTo(database)).length === 0);
  });
});

test("closing waits for the calls in flight, and later calls reject", async () => {
  const table = await database.table();
  const store = await MySqlTokenStore.open({ ...MARIADB, database: database.name, table });
  const saves = ["ann", "bob", "eve"].map((user) => store.saveToken(tokenOfUser(user)));
  await Promise.all([store.close(), store.close(), ...saves]);
  expect(await database.query(`SELECT id FROM ${table}`)).toHaveLength(3);
  const calls = [store.getTokens(), store.saveToken(tokenOfUser("zoe")), store.deleteTokens()].map(
    refusalOf,
  );
  for (const { message } of await Promise.all(calls)) {
    expect(message).toBe("the store is closed. Open it again.");
  }
  await store.close();
});

test("options of the pool cannot change what the store relies on", async () => {
  const table = await database.table();
  const poolOptions = {
    connectionLimit: 1,
    charset: "latin1",
    namedPlaceholders: true,
    nestTables: true,
    queueLimit: 1,
    resetOnRelease: true,
    rowsAsArray: false,
    typeCast: false,
    database: "mysql",
  };
  const store = await database.open({ table, poolOptions });
  const users = ["\u{1f511} ann", "bob", "\u00e9ve"];
  await Promise.all(users.map((user) => store.saveToken(tokenOfUser(user))));
  expect(await usersIn(store)).toEqual([...users].sort());
});

test("a session is strict, in utf8mb4, and commits by itself", async () => {
  const poolOptions = { connectionLimit: 1, resetOnRelease: true };
  const settings = toSettings({ ...MARIADB, database: database.name, poolOptions });
  const server = await MySqlServer.prepare(settings);
  onTestFinished(() => server.close());
  // The second time the connection is one that was lent before.
  for (const _ of ["first", "second"]) {
    const [row] = await server.run("read", (session) =>
      session.execute(
        "SELECT @@sql_mode, @@autocommit, @@character_set_client, @@character_set_results, " +
          "@@tx_isolation",
      ),
    );
    expect(row).toEqual(["STRICT_ALL_TABLES", 1, "utf8mb4", "utf8mb4", "REPEATABLE-READ"]);
  }
});

test("without mysql2 the package loads, and only this store is refused", async () => {
  const folder = freshFolder();
  const root = fileURLToPath(new URL("../../", import.meta.url));
  mkdirSync(join(folder, "node_modules"));
  for (const name of ["sql.js", "csv"]) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  cpSync(join(root, "dist"), join(folder, "dist"), { recursive: true });
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  const source = `import { MemoryTokenStore, MySqlTokenStore } from "./dist/src/index.js";
    const tokens = await new MemoryTokenStore().getTokens();
    const { code, message } = await MySqlTokenStore.open().catch((error) => error);
    console.log(tokens.length, code, message);`;
  const { stdout, stderr } = await runIn(folder, `node --input-type=module -e '${source}'`);
  expect(stderr).toBe("");
  expect(stdout).toBe(
    "0 TOKEN_STORE MySqlTokenStore needs the package mysql2. Install it: npm install mysql2\n",
  );
});

/** Starts a server for one test that never answers. */
async function listenSilently(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}
