import sdk from "@zohocrm/typescript-sdk-8.0";
import type { Connection } from "mysql2/promise";
import { defineHarness } from "../../spec/index.js";
import { connect, MARIADB } from "../services/mariadb.js";
import { PUBLISHED_COLUMNS } from "./mysql-published-table.js";

const { DBBuilder, OAuthToken, SDKException, UserSignature } = sdk;

/** Other runs of the tests may use the server at the same time. */
const database = `zoho_token_store_${process.pid}`;

let connection: Promise<Connection> | undefined;
let tables = 0;
let open = 0;

/** The official SDK's own MySQL store, with the official classes, on a table of its own each time. */
export default defineHarness({
  name: "DBStore of @zohocrm/typescript-sdk-8.0",
  sdk: { OAuthToken, SDKException, UserSignature },
  async open() {
    const table = `oauthtoken_${++tables}`;
    await run(`create database if not exists ${database} character set utf8mb4`);
    await run(`create table ${database}.${table} ${PUBLISHED_COLUMNS}`);
    open += 1;
    const makeStore = () =>
      new DBBuilder()
        .host(MARIADB.host)
        .portNumber(MARIADB.port)
        .userName(MARIADB.user)
        .password(MARIADB.password)
        .databaseName(database)
        .tableName(table)
        .build();
    return {
      store: makeStore(),
      reopen: makeStore,
      share: makeStore,
      breakStorage: () => run(`drop table ${database}.${table}`),
      close: async () => {
        await run(`drop table if exists ${database}.${table}`);
        open -= 1;
        if (open === 0) await tidy();
      },
    };
  },
});

async function run(statement: string): Promise<void> {
  connection ??= connect();
  await (await connection).query(statement);
}

/** Leaves nothing behind: no database, and no connection that keeps the process alive. */
async function tidy(): Promise<void> {
  await run(`drop database if exists ${database}`);
  const ended = connection;
  connection = undefined;
  await (await ended)?.end();
}
