import { definitionOf, refuseForeignTable, refuseMisfits } from "./mysql-columns.js";
import { isIncomparable } from "./mysql-refusals.js";
import type { Session, SqlValue } from "./mysql-session.js";
import { KEY_COLUMNS, type KeyColumn, lookupKeys } from "./token-matching.js";
import { COLUMNS, isWellFormed, type StoredRow, type TokenRow } from "./token-row.js";

/** How much of a looked-up column is in its index: 764 bytes, which every row format takes. */
const INDEXED_CHARACTERS = 191;

/**
 * Compares an id byte by byte, where a collation would ignore case, accents or spaces at the end.
 * It goes with a comparison by the collation, for which there is an index.
 */
const IS_EXACT_ID = "CAST(CONVERT(id USING utf8mb4) AS BINARY) = CAST(? AS BINARY)";

/**
 * The table of tokens. All SQL on its rows is here; values are parameters, never part of it.
 *
 * Each method is one statement, and so is made whole or not at all.
 */
export class MySqlTable {
  readonly #name: string;
  readonly #quoted: string;
  readonly #select: string;

  /** @param name - The name, without a backtick in it. */
  constructor(name: string) {
    this.#name = name;
    this.#quoted = `\`${name}\``;
    this.#select = `SELECT ${COLUMNS.join(", ")} FROM ${this.#quoted}`;
  }

  /**
   * Makes the table when it is missing. Two servers that start at once do not disturb each other.
   *
   * @throws SDKException when there is another table of this name. It is left as it is.
   */
  async prepare(session: Session): Promise<void> {
    // Where the table is there, the right to make one is not needed.
    const rows = await session.execute(EXISTING, [this.#name]);
    if (rows.length === 0) await session.execute(this.#definition());
    await refuseForeignTable(session, this.#quoted);
  }

  /**
   * Gives the rows among which the one is that a token means, if there is one: the server's
   * collations can take others for equal.
   */
  async candidates(session: Session, wanted: TokenRow): Promise<StoredRow[]> {
    const keys = lookupKeys(wanted);
    if (keys.length === 0) return [];
    const rows = await comparing(
      session,
      keys.map(({ value }) => value),
      (compare) => {
        const conditions = keys.map(({ column }) => compare(column));
        return `${this.#select} WHERE ${conditions.join(" OR ")}`;
      },
    );
    return rows.map(toStoredRow);
  }

  /** Gives the row with this id; `null` when there is none. */
  async rowWithId(session: Session, id: string): Promise<StoredRow | null> {
    if (!canBeStored(id)) return null;
    const [row] = await comparing(
      session,
      [id, id],
      (compare) => `${this.#select} WHERE ${compare("id")} AND ${IS_EXACT_ID}`,
    );
    return row === undefined ? null : toStoredRow(row);
  }

  /** Gives every row. */
  async rows(session: Session): Promise<StoredRow[]> {
    return (await session.execute(this.#select)).map(toStoredRow);
  }

  /**
   * Adds a row.
   *
   * @throws SDKException when a value does not fit. An id that is taken makes the server throw.
   */
  async insert(session: Session, row: StoredRow): Promise<void> {
    await refuseMisfits(session, this.#quoted, row);
    const marks = COLUMNS.map(() => "?").join(", ");
    await session.execute(
      `INSERT INTO ${this.#quoted} (${COLUMNS.join(", ")}) VALUES (${marks})`,
      COLUMNS.map((column) => row[column]),
    );
  }

  /**
   * Sets what differs between two versions of a row, and writes nothing where nothing does. Where
   * the row has been removed meanwhile, it stays so, as if that had come after.
   *
   * @throws SDKException when a value does not fit.
   */
  async update(session: Session, stored: StoredRow, merged: StoredRow): Promise<void> {
    const changed = COLUMNS.filter((column) => merged[column] !== stored[column]);
    if (changed.length === 0) return;
    const changes = Object.fromEntries(changed.map((column) => [column, merged[column]]));
    await refuseMisfits(session, this.#quoted, changes);
    const assignments = changed.map((column) => `${column} = ?`).join(", ");
    await session.execute(
      `UPDATE ${this.#quoted} SET ${assignments} WHERE id = ? AND ${IS_EXACT_ID}`,
      [...Object.values(changes), stored.id, stored.id],
    );
  }

  /** Removes the row with this id, if there is one. */
  async delete(session: Session, id: string): Promise<void> {
    if (!canBeStored(id)) return;
    await comparing(
      session,
      [id, id],
      (compare) => `DELETE FROM ${this.#quoted} WHERE ${compare("id")} AND ${IS_EXACT_ID}`,
    );
  }

  /** Removes every row. */
  async deleteAll(session: Session): Promise<void> {
    await session.execute(`DELETE FROM ${this.#quoted}`);
  }

  #definition(): string {
    const parts = [
      ...COLUMNS.map(definitionOf),
      "PRIMARY KEY (id)",
      ...KEY_COLUMNS.filter((column) => column !== "id").map(
        (column) => `KEY ${column} (${column}(${INDEXED_CHARACTERS}))`,
      ),
    ];
    return (
      `CREATE TABLE IF NOT EXISTS ${this.#quoted} (${parts.join(", ")}) ` +
      "ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
    );
  }
}

const EXISTING =
  "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?";

/** Makes the condition that a column holds a value. */
type Compare = (column: KeyColumn) => string;

/**
 * Runs a statement that compares columns with values.
 *
 * A server compares in the character set of the column. Where that lacks a character of the value,
 * it may refuse the statement; then the column is converted, at the price of its index.
 */
async function comparing(
  session: Session,
  values: readonly string[],
  statement: (compare: Compare) => string,
): Promise<SqlValue[][]> {
  try {
    return await session.execute(
      statement((column) => `${column} = ?`),
      values,
    );
  } catch (error) {
    if (!isIncomparable(error)) throw error;
    return session.execute(
      statement((column) => `CONVERT(${column} USING utf8mb4) = ?`),
      values,
    );
  }
}

/** Tells whether any row can hold an id. The driver would send half a surrogate as U+FFFD. */
function canBeStored(id: unknown): boolean {
  return typeof id === "string" && id !== "" && isWellFormed(id);
}

/** Names the ten columns of a result, and takes the empty strings of other writers for blank. */
function toStoredRow(values: readonly SqlValue[]): StoredRow {
  const named = COLUMNS.map((column, index) => {
    const value = values[index] ?? null;
    return [column, column !== "id" && value === "" ? null : value];
  });
  return Object.fromEntries(named) as StoredRow;
}
