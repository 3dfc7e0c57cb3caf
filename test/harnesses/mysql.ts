import { randomBytes } from "node:crypto";
import type { Connection } from "mysql2/promise";
import { defineHarness, type Harness } from "../../spec/index.js";
import { MySqlTokenStore } from "../../src/index.js";
import { connect, MARIADB } from "../services/mariadb.js";

/** Other runs may use the server at the same time, or have been ended there before they tidied up. */
const database = `token_store_${randomBytes(8).toString("hex")}`;

/**
 * To make a table takes the server longer than most clauses take, so an emptied one is used again.
 * By what the table consists of.
 */
const spareTables = new Map<string | undefined, string[]>();

let connection: Promise<Connection> | undefined;
let tables = 0;
let open = 0;

/** The store on a table that it makes itself. */
export default mysqlHarness("MySqlTokenStore");

/**
 * Makes a harness of the store on a table of its own each time.
 *
 * @param columns - What the table consists of before the store opens it, as SQL; left out, the
 *   store makes it.
 */
export function mysqlHarness(name: string, columns?: string): Harness {
  return defineHarness({
    name,
    async open() {
      open += 1;
      const table = spareTables.get(columns)?.pop() ?? (await makeTable(columns));
      const stores: MySqlTokenStore[] = [];
      const openStore = async () => {
        const store = await MySqlTokenStore.open({ ...MARIADB, database, table });
        stores.push(store);
        return store;
      };
      let isBroken = false;
      return {
        store: await openStore(),
        // The first instance is left as it is, as after a crash: nothing may be lost by that.
        reopen: openStore,
        share: openStore,
        breakStorage: async () => {
          await run(`DROP TABLE ${database}.${table}`);
          isBroken = true;
        },
        close: async () => {
          await Promise.all(stores.map((store) => store.close()));
          if (!isBroken) await spareTable(columns, table);
          open -= 1;
          if (open === 0) await tidy();
        },
      };
    },
  });
}

/** Names a table that is not there yet, and makes it where its columns are given. */
async function makeTable(columns: string | undefined): Promise<string> {
  const table = `oauthtoken_${++tables}`;
  await run(`CREATE DATABASE IF NOT EXISTS ${database} CHARACTER SET utf8mb4`);
  if (columns !== undefined) await run(`CREATE TABLE ${database}.${table} ${columns}`);
  return table;
}

async function spareTable(columns: string | undefined, table: string): Promise<void> {
  await run(`DELETE FROM ${database}.${table}`);
  spareTables.set(columns, [...(spareTables.get(columns) ?? []), table]);
}

async function run(statement: string): Promise<void> {
  connection ??= connect();
  await (await connection).query(statement);
}

/** Leaves nothing behind: no database, and no connection that keeps the process alive. */
export async function tidy(): Promise<void> {
  spareTables.clear();
  await run(`DROP DATABASE IF EXISTS ${database}`);
  const ended = connection;
  connection = undefined;
  await (await ended)?.end();
}
