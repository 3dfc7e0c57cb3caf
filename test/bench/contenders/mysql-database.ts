import { randomBytes } from "node:crypto";
import type { Connection } from "mysql2/promise";
import type { StoredRow } from "../../../src/token-row.js";
import { COLUMNS } from "../../../src/token-row.js";
import { connect, serverName, WHY_SKIPPED } from "../../services/mariadb.js";
import { NotMeasured } from "./contender.js";

/** A database of one contender's own, with one table in it. */
export class MySqlDatabase {
  readonly name = `token_store_bench_${randomBytes(6).toString("hex")}`;
  readonly #connection: Connection;

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @throws NotMeasured when there is no server. */
  static async make(): Promise<MySqlDatabase> {
    if ((await serverName()) === null) throw new NotMeasured(WHY_SKIPPED);
    const database = new MySqlDatabase(await connect());
    await database.query(`CREATE DATABASE ${database.name} CHARACTER SET utf8mb4`);
    await database.query(`USE ${database.name}`);
    return database;
  }

  /** Runs a statement. */
  async query(sql: string, values: unknown[] = []): Promise<void> {
    await this.#connection.query(sql, values);
  }

  /** Puts rows into the table, many at a time: to save them one by one would take minutes. */
  async fill(rows: readonly StoredRow[]): Promise<void> {
    for (let start = 0; start < rows.length; start += 1000) {
      const values = rows.slice(start, start + 1000).map((row) => COLUMNS.map((name) => row[name]));
      await this.query(`INSERT INTO oauthtoken (${COLUMNS.join(", ")}) VALUES ?`, [values]);
    }
  }

  async drop(): Promise<void> {
    await this.query(`DROP DATABASE ${this.name}`);
    await this.#connection.end();
  }
}
