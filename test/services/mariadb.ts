import mysql, { type Connection } from "mysql2/promise";
import { isRequired } from "./required.js";

/** Where the tests look for a MariaDB or MySQL server that they may make databases on. */
export const MARIADB = {
  host: process.env.MYSQL_HOST ?? "127.0.0.1",
  port: Number(process.env.MYSQL_PORT ?? 3306),
  user: process.env.MYSQL_USER ?? "root",
  password: process.env.MYSQL_PASSWORD ?? "",
} as const;

/** Opens a connection to the server of {@link MARIADB}. The caller ends it. */
export function connect(): Promise<Connection> {
  return mysql.createConnection({ ...MARIADB, connectTimeout: 2000 });
}

/**
 * Tells which server there is.
 *
 * @returns Its name and version up to the minor one, such as `MariaDB 10.11`; `null` when there is
 *   none, or it does not let us in.
 * @throws Error when there is none although `REQUIRED_SERVICES` names mariadb.
 */
export async function serverName(): Promise<string | null> {
  let connection: Connection | undefined;
  try {
    connection = await connect();
    const [rows] = await connection.query("select version() as version");
    return nameOf(String(Reflect.get((rows as object[])[0] ?? {}, "version")));
  } catch (error) {
    if (isRequired("mariadb")) throw error;
    return null;
  } finally {
    await connection?.end();
  }
}

/** Why a test that needs the server is skipped. */
export const WHY_SKIPPED = `no MariaDB lets ${MARIADB.user} in at ${MARIADB.host}:${MARIADB.port}`;

function nameOf(version: string): string {
  const product = version.includes("MariaDB") ? "MariaDB" : "MySQL";
  return `${product} ${/\d+\.\d+/.exec(version)?.[0] ?? version}`;
}
