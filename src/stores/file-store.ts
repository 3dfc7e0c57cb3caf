import { CallQueue } from "../call-queue.js";
import { DurableContent, type FileFormat } from "../durable-content.js";
import type { SharingOptions } from "../durable-file.js";
import type { OAuthToken, TokenStore } from "../sdk.js";
import { csvFromRows, rowsFromCsv } from "../token-csv.js";
import { findMatch } from "../token-matching.js";
import {
  COLUMNS,
  completeToken,
  mergeRows,
  rowFromToken,
  rowToInsert,
  type StoredRow,
  type TokenRow,
  tokenFromRow,
} from "../token-row.js";

/**
 * Keeps tokens in the CSV file of the SDK's own file store: a file that the SDK has written opens
 * here, and the reverse, as long as no value needs quotes.
 *
 * What a resolved call did is in the file, and survives a crash; a call that rejects has changed
 * nothing. Any number of processes may share the file: each sees what the others have saved, and
 * none undoes it. The tokens are held in memory, and the file is replaced whole: a save costs time
 * in proportion to its size, and saves that are in flight together share one write.
 *
 * There is no index: a lookup looks at every token, which costs far less than the next save. Where
 * that counts, {@link SqliteTokenStore} is the better choice.
 *
 * Not promised: the SDK's own store on the file while stores are open on it. That one writes without
 * the lock, and can leave half a file when it is killed.
 */
export class FileTokenStore implements TokenStore {
  readonly #storage: DurableContent<TokenList>;
  readonly #queue: CallQueue<TokenList>;

  private constructor(storage: DurableContent<TokenList>) {
    this.#storage = storage;
    this.#queue = new CallQueue(storage);
  }

  /**
   * Opens a file, and makes it when there is none, with its folder.
   *
   * @param file - The path of the file.
   * @param options - How the file is shared with other processes.
   * @throws SDKException when the file is empty, cut, damaged, unreadable or not of this format. It
   *   is left as it was.
   */
  static async open(
    file = "sdk_tokens.txt",
    options: SharingOptions = {},
  ): Promise<FileTokenStore> {
    return new FileTokenStore(await DurableContent.open(file, FORMAT, options));
  }

  async findToken(token: OAuthToken): Promise<OAuthToken | null> {
    const wanted = rowFromToken(token);
    const row = await this.#queue.read((list) => this.#match(list, wanted));
    return row === null ? null : completeToken(token, row);
  }

  async saveToken(token: OAuthToken): Promise<void> {
    const given = rowFromToken(token);
    const id = await this.#queue.change((list) => this.#upsert(list, given));
    token.setId(id);
  }

  async deleteToken(id: string): Promise<void> {
    await this.#queue.change((list) => {
      if (has(list, id)) list.rows = list.rows.filter((row) => row.id !== id);
    });
  }

  async getTokens(): Promise<OAuthToken[]> {
    const rows = await this.#queue.read((list) => list.rows);
    return rows.map(tokenFromRow);
  }

  async deleteTokens(): Promise<void> {
    await this.#queue.change((list) => {
      if (list.rows.length > 0) list.rows = [];
    });
  }

  async findTokenById(id: string): Promise<OAuthToken | null> {
    const row = await this.#queue.read((list) => list.rows.find((row) => row.id === id));
    return row === undefined ? null : tokenFromRow(row);
  }

  /**
   * Waits for the calls in flight and gives the memory back. Later calls reject; closing again does
   * nothing. Nothing is lost by not closing: every resolved call is in the file.
   */
  async close(): Promise<void> {
    await this.#queue.close();
    this.#storage.close();
  }

  #match({ rows }: TokenList, wanted: TokenRow): StoredRow | null {
    return findMatch(wanted, (column, value) => rows.filter((row) => row[column] === value));
  }

  #upsert(list: TokenList, given: TokenRow): string {
    const match = this.#match(list, given);
    if (match === null) {
      const row = rowToInsert(given, (id) => has(list, id));
      list.rows = [...list.rows, row];
      return row.id;
    }
    const merged = mergeRows(match, given);
    const isChanged = COLUMNS.some((column) => merged[column] !== match[column]);
    if (isChanged) list.rows = list.rows.map((row) => (row === match ? merged : row));
    return match.id;
  }
}

/** What the file holds, in memory. */
interface TokenList {
  /** Replaced by every change, and never changed itself: so it is the same until something changes. */
  rows: readonly StoredRow[];

  /** The rows that are in the file; `null` when there is no file yet. */
  kept: readonly StoredRow[] | null;
}

const FORMAT: FileFormat<TokenList> = {
  create: () => ({ rows: [], kept: null }),
  parse(bytes, path) {
    const rows = rowsFromCsv(bytes, path);
    return { rows, kept: rows };
  },
  changes(list) {
    if (list.rows === list.kept) return null;
    list.kept = list.rows;
    return csvFromRows(list.rows);
  },
};

function has({ rows }: TokenList, id: string): boolean {
  return rows.some((row) => row.id === id);
}
