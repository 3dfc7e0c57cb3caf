/**
 * What the columns of a table can hold, and what is refused because of it.
 *
 * A server can cut a value, or put question marks into it: of spaces at the end it does so in
 * strict mode too. So whatever is written is first compared with the column that it is for.
 *
 * @module
 */
import type { Session } from "./mysql-session.js";
import { COLUMNS, type Column, MAX_ID_CHARACTERS, refusal, type TokenRow } from "./token-row.js";

/** What a server tells of a column. */
interface TableColumn {
  readonly name: string;
  readonly isPrimaryKey: boolean;
  readonly isNullable: boolean;
  readonly isGenerated: boolean;

  /** Empty for a column that is no text. */
  readonly charset: string;

  /** The most characters that it holds; 0 for a type that does not keep any text as it is. */
  readonly maxCharacters: number;

  /** The most bytes that it holds, in its character set. */
  readonly maxBytes: number;
}

const TEXT = "CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";

/** Gives the definition of a column in which any string of a token fits. */
export function definitionOf(column: Column): string {
  if (column === "id") return `id VARCHAR(${MAX_ID_CHARACTERS}) ${TEXT} NOT NULL`;
  return `${column} MEDIUMTEXT ${TEXT}`;
}

/**
 * Refuses a table on which the contract cannot be kept.
 *
 * @param table - The quoted name.
 * @throws SDKException when its columns are not the ten published ones as text, when `id` alone is
 *   not its primary key, when a blank field has no place in it, or when it is not InnoDB's.
 */
export async function refuseForeignTable(session: Session, table: string): Promise<void> {
  const columns = await readColumns(session, table);
  const names = columns.map(({ name }) => name).sort();
  if (names.join() !== [...COLUMNS].sort().join() || !columns.every(isPublished)) {
    throw refusal(
      `the table ${table} is not the published one: ten columns (${COLUMNS.join(", ")}) of type ` +
        `VARCHAR or TEXT, id of at least ${MAX_ID_CHARACTERS} characters and the primary key, ` +
        "all others nullable. It was left as it is; name another table, and it is made.",
    );
  }
  const [row] = await session.execute(`SHOW CREATE TABLE ${table}`);
  if (/\bENGINE=InnoDB\b/i.test(String(row?.[1]))) return;
  throw refusal(
    `the table ${table} is not kept by InnoDB, so a crash can leave a change half made. ` +
      `It was left as it is; ALTER TABLE ${table} ENGINE = InnoDB mends it.`,
  );
}

/**
 * Refuses values that the table would not give back as they are.
 *
 * @param table - The quoted name.
 * @param values - What is about to be written; columns that are left out, or `null`, are not.
 * @throws SDKException that names a column in which a value does not fit.
 */
export async function refuseMisfits(
  session: Session,
  table: string,
  values: Partial<TokenRow>,
): Promise<void> {
  // Read each time: what the columns hold may have been mended since the store was opened.
  for (const column of await readColumns(session, table)) {
    const name = column.name as Column;
    const value = values[name] ?? null;
    const misfit = value === null ? null : await misfitOf(session, column, value);
    if (misfit === null) continue;
    throw refusal(
      `the token's ${name} does not fit into its column in ${table}, which ${misfit}. Nothing ` +
        `was saved. This makes room: ALTER TABLE ${table} MODIFY ${definitionOf(name)}`,
    );
  }
}

/** Says why a column cannot hold a value; `null` when it can. */
async function misfitOf(
  session: Session,
  { charset, maxCharacters, maxBytes }: TableColumn,
  value: string,
): Promise<string | null> {
  const { kept, bytes } = await inCharset(session, charset, value);
  if (kept !== value) return `lacks some of its characters (${charset})`;
  if ([...value].length > maxCharacters) return `holds ${maxCharacters} characters`;
  return bytes > maxBytes ? `holds ${maxBytes} bytes` : null;
}

/** Tells what a character set makes of a value. Only the server knows them all. */
async function inCharset(
  session: Session,
  charset: string,
  value: string,
): Promise<{ kept: unknown; bytes: number }> {
  if (charset === "utf8mb4") return { kept: value, bytes: Buffer.byteLength(value) };
  const converted = `CONVERT(? USING ${charset})`;
  const [row] = await session.execute(`SELECT ${converted}, OCTET_LENGTH(${converted})`, [
    value,
    value,
  ]);
  return { kept: row?.[0], bytes: Number(row?.[1]) };
}

async function readColumns(session: Session, table: string): Promise<TableColumn[]> {
  const rows = await session.execute(`SHOW FULL COLUMNS FROM ${table}`);
  return rows.map(([name, type, collation, nullable, key, , extra]) => ({
    name: String(name).toLowerCase(),
    isPrimaryKey: key === "PRI",
    isNullable: nullable === "YES",
    isGenerated: /\b(VIRTUAL|STORED) GENERATED\b/i.test(String(extra)),
    // The name of a collation begins with that of its character set.
    charset: /^[a-z0-9]+/.exec(String(collation ?? ""))?.[0] ?? "",
    ...capacityOf(String(type)),
  }));
}

/** What the types hold, in bytes, that keep any text as it is. `CHAR` takes spaces from its end. */
const TEXT_BYTES: Readonly<Record<string, number>> = {
  tinytext: 255,
  text: 65_535,
  mediumtext: 16_777_215,
  longtext: 4_294_967_295,
};

function capacityOf(type: string): Pick<TableColumn, "maxCharacters" | "maxBytes"> {
  const [, name = "", length] = /^(\w+)(?:\((\d+)\))?/.exec(type.toLowerCase()) ?? [];
  if (name === "varchar") return { maxCharacters: Number(length), maxBytes: Infinity };
  const maxBytes = TEXT_BYTES[name] ?? 0;
  return { maxCharacters: maxBytes, maxBytes };
}

function isPublished(column: TableColumn): boolean {
  const { name, maxCharacters, isPrimaryKey, isNullable, isGenerated } = column;
  const isId = name === "id";
  const isRoomy = maxCharacters >= (isId ? MAX_ID_CHARACTERS : 1);
  return isRoomy && !isGenerated && isPrimaryKey === isId && isNullable !== isId;
}
