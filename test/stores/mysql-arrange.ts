/**
 * What the tests of the MySQL store start from: a server, a database of their own, other programs.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import { connect as connectSocket, createServer, type Socket } from "node:net";
import type { Connection } from "mysql2/promise";
import { afterAll, beforeAll, beforeEach, onTestFinished } from "vitest";
import { type MySqlOptions, MySqlTokenStore } from "../../src/index.js";
import { connect, MARIADB, serverName, WHY_SKIPPED } from "../services/mariadb.js";

/** A row of a result, by the names of its columns. */
export type ResultRow = Readonly<Record<string, string | number | null>>;

/** A database of one test file, in which each test uses tables of its own. */
export interface TestDatabase {
  readonly name: string;

  /** Runs a statement of a program that is not the store. */
  query(sql: string): Promise<ResultRow[]>;

  /** Names a table that is not there; where its columns are given as SQL, it is made. */
  table(columns?: string): Promise<string>;

  /** Opens a store on this database for one test, which is closed after it. */
  open(options: MySqlOptions): Promise<MySqlTokenStore>;
}

/** Gives the tests of a file a database; without a server they are skipped, and say why. */
export function useDatabase(): TestDatabase {
  const name = `token_store_${randomBytes(6).toString("hex")}`;
  let connection: Connection | undefined;
  let tables = 0;
  const query = async (sql: string) => {
    const [rows] = (await connection?.query(sql)) ?? [];
    return (Array.isArray(rows) ? rows : []) as ResultRow[];
  };
  beforeAll(async () => {
    if ((await serverName()) === null) return;
    connection = await connect();
    await query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
    await query(`USE ${name}`);
  });
  beforeEach(({ skip }) => skip(connection === undefined, WHY_SKIPPED));
  afterAll(async () => {
    await query(`DROP DATABASE ${name}`);
    await connection?.end();
  });
  return {
    name,
    query,
    async table(columns) {
      const table = `tokens_${++tables}`;
      if (columns !== undefined) await query(`CREATE TABLE ${table} ${columns}`);
      return table;
    },
    async open(options) {
      const store = await MySqlTokenStore.open({ ...MARIADB, database: name, ...options });
      onTestFinished(() => store.close());
      return store;
    },
  };
}

/** Opens a connection of another program for one test, which is ended after it. */
export async function otherConnection(database: TestDatabase): Promise<Connection> {
  const connection = await connect();
  onTestFinished(() => connection.destroy());
  await connection.query(`USE ${database.name}`);
  return connection;
}

/** Lists the user names in a store, in alphabetical order. */
export async function usersIn(store: MySqlTokenStore): Promise<(string | undefined)[]> {
  const tokens = await store.getTokens();
  return tokens.map((token) => token.getUserSignature()?.getName()).sort();
}

/** Asks again and again until the answer is what is waited for. A test's time limit ends it. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}

/** Takes the lock of a table as another process would, and gives the connection that holds it. */
export async function holdLock(database: TestDatabase, table: string): Promise<Connection> {
  const holder = await otherConnection(database);
  const [rows] = await holder.query("SELECT GET_LOCK(?, 0) AS held", [lockOf(database, table)]);
  if ((rows as ResultRow[])[0]?.held !== 1) throw new Error("somebody else holds the lock");
  return holder;
}

/** Names the lock of a table. */
export function lockOf(database: TestDatabase, table: string): string {
  return `zoho-token-store ${database.name}.${table}`;
}

/** Waits until so many connections wait for the lock of somebody else. */
export async function untilWaiting(database: TestDatabase, count: number): Promise<void> {
  const waiting = `SELECT id FROM information_schema.processlist
    WHERE db = '${database.name}' AND state = 'User lock'`;
  await until(async () => (await database.query(waiting)).length === count);
}

/**
 * What a {@link Proxy} does with what a client sends; text is sent in its place. From "vanish" on,
 * nothing goes either way on the connection, not even its end, as when a machine loses its power.
 */
export type Verdict =
  | "pass on"
  | "cut before"
  | "cut after"
  | "vanish"
  | { readonly instead: string };

/** A server between the store and MariaDB, whose connections can be cut. */
export interface Proxy {
  readonly port: number;

  /** Decides of all that is sent from now on; text, as far as it is text. */
  judge: (sent: string) => Verdict;
}

/** Starts a proxy for one test. */
export async function startProxy(): Promise<Proxy> {
  const proxy = { port: 0, judge: (): Verdict => "pass on" };
  const sockets = new Set<Socket>();
  const server = createServer((client) => relay(client, proxy, sockets));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address === "object" && address !== null) proxy.port = address.port;
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return proxy;
}

/** Passes everything on between a client and the server, until it is cut. */
function relay(client: Socket, proxy: Proxy, sockets: Set<Socket>): void {
  const server = connectSocket(MARIADB.port, MARIADB.host);
  let verdict: Verdict = "pass on";
  let hasVanished = false;
  const cut = () => {
    if (hasVanished) return;
    for (const socket of [client, server]) socket.destroy();
  };
  for (const socket of [client, server]) {
    sockets.add(socket);
    socket.on("error", cut).on("close", cut);
  }
  client.on("data", (sent) => {
    verdict = proxy.judge(sent.toString("latin1"));
    hasVanished ||= verdict === "vanish";
    if (hasVanished) return;
    if (verdict === "cut before") cut();
    else if (typeof verdict === "object") server.write(verdict.instead, "latin1");
    else server.write(sent);
  });
  // The answer to what was to be cut after never arrives.
  server.on("data", (answer) => {
    if (verdict === "cut after") cut();
    else if (!hasVanished) client.write(answer);
  });
}
