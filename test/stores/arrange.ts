/**
 * What the tests of the stores start from: a folder of their own, tokens, other programs.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import initSqlJs, { type Database } from "sql.js";
import { expect, onTestFinished } from "vitest";
import { OAuthToken, SDKException, SqliteTokenStore, UserSignature } from "../../src/index.js";
import { SqliteDatabase } from "../../src/sqlite-database.js";
import { COLUMNS, type Column } from "../../src/token-row.js";

/** The compiled package, for what has to run in a process of its own. */
export const PACKAGE = new URL("../../dist/src/index.js", import.meta.url).href;

/** The statement of the article's Python sample. */
export const PUBLISHED_TABLE =
  "CREATE TABLE  oauthtoken (id varchar(10) NOT NULL,user_name varchar(255), client_id " +
  "varchar(255), client_secret varchar(255), refresh_token varchar(255), access_token " +
  "varchar(255), grant_token varchar(255), expiry_time varchar(20), redirect_url varchar(" +
  "255), api_domain varchar(255), primary key (id))";

/** Makes a folder for one test, which is removed after it. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "token-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens a store for one test, which is closed after it. */
export async function openStore(file: string): Promise<SqliteTokenStore> {
  const store = await SqliteTokenStore.open(file);
  onTestFinished(() => store.close());
  return store;
}

/** Makes a token from the columns of the published table. */
export function tokenOf(row: Partial<Record<Column, string>>): OAuthToken {
  const token = new OAuthToken();
  token.setId(row.id ?? null);
  if (row.user_name !== undefined) token.setUserSignature(new UserSignature(row.user_name));
  token.setClientId(row.client_id ?? null);
  token.setClientSecret(row.client_secret ?? null);
  token.setRefreshToken(row.refresh_token ?? null);
  token.setAccessToken(row.access_token ?? null);
  token.setGrantToken(row.grant_token ?? null);
  token.setExpiresIn(row.expiry_time ?? null);
  token.setRedirectURL(row.redirect_url ?? null);
  token.setAPIDomain(row.api_domain ?? null);
  return token;
}

/** Gives a token's values in the order of the published table. */
export function valuesOf(token: OAuthToken): (string | null)[] {
  return [
    token.getId(),
    token.getUserSignature()?.getName() ?? null,
    token.getClientId(),
    token.getClientSecret(),
    token.getRefreshToken(),
    token.getAccessToken(),
    token.getGrantToken(),
    token.getExpiresIn(),
    token.getRedirectURL(),
    token.getAPIDomain(),
  ];
}

/** Gives ten columns that differ from one another, and from those of any other number. */
export function rowOf(number: number): Record<Column, string> {
  const values = COLUMNS.map((column) => [column, `${column} ${number}`]);
  return { ...Object.fromEntries(values), id: `id${number}` } as Record<Column, string>;
}

/** Lists the user names in a store, in alphabetical order. */
export async function usersIn(store: SqliteTokenStore): Promise<(string | undefined)[]> {
  const tokens = await store.getTokens();
  return tokens.map((token) => token.getUserSignature()?.getName()).sort();
}

/** Waits for a call to be refused as the contract says, and gives the error. */
export async function refusalOf(call: Promise<unknown>): Promise<SDKException> {
  const outcome = await call.then(
    () => "the call resolved",
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(SDKException);
  expect(outcome).toHaveProperty("code", "TOKEN_STORE");
  return outcome as SDKException;
}

/** Gives all that can be seen of a folder: names, kinds, sizes, content. */
export function pictureOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).sort();
  return Object.fromEntries(
    names.map((name) => {
      const path = join(folder, name);
      const facts = statSync(path, { throwIfNoEntry: false });
      const content = facts?.isFile() ? readFileSync(path).toString("base64") : facts?.mode;
      return [name, `${facts?.ino} ${content}`];
    }),
  );
}

/** Makes a database file's bytes with so many tokens, as the store writes it. */
export async function imageWith(count: number): Promise<Uint8Array> {
  const database = await SqliteDatabase.open(null, null);
  for (let number = 0; number < count; number++) database.insert(rowOf(number));
  const image = database.export();
  database.close();
  return image;
}

/** Makes a database with sql.js as another program would, and gives its bytes. */
export async function databaseImage(write: (database: Database) => void): Promise<Uint8Array> {
  const sqlJs = await initSqlJs();
  const database = new sqlJs.Database();
  try {
    write(database);
    return database.export();
  } finally {
    database.close();
  }
}

/** Opens a database file's bytes with sql.js, as another program would. */
export async function look<T>(image: Uint8Array, read: (database: Database) => T): Promise<T> {
  const sqlJs = await initSqlJs();
  const database = new sqlJs.Database(image);
  try {
    return read(database);
  } finally {
    database.close();
  }
}

/** How to run a process: after what shell commands, and as whom. */
interface Circumstances {
  readonly shell?: string;
  readonly uid?: number;
}

/** Runs a module in a Node process of its own, with the compiled package and a token at hand. */
export function runNode(source: string, { shell = "", ...user }: Circumstances = {}): string {
  const script = `
    import { OAuthToken, SqliteTokenStore } from ${JSON.stringify(PACKAGE)};
    const token = new OAuthToken();
    token.setRefreshToken("R");
    ${source}`;
  const node = [process.execPath, "--input-type=module", "-e", script];
  const command = ["-c", `${shell} exec "$@"`, "sh", ...node];
  const child = spawnSync("sh", command, { encoding: "utf8", timeout: 30_000, ...user });
  expect(child.stderr, child.error?.message).toBe("");
  return child.stdout;
}

/**
 * Gives a user who may not do everything: nobody, when the tests run as root.
 *
 * @returns `null` when nobody cannot even read the package.
 */
export function ordinaryUser(): Pick<Circumstances, "uid"> | null {
  if (process.getuid?.() !== 0) return {};
  const [uid, look] = [65534, `await import(${JSON.stringify(PACKAGE)})`];
  const child = spawnSync(process.execPath, ["--input-type=module", "-e", look], { uid });
  return child.status === 0 ? { uid } : null;
}

/** Numbers from 0 up to 1 that are the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
