/**
 * Stores with a mistake in how they use storage that outlives them, and that others use too.
 *
 * @module
 */
import type { OAuthToken } from "../../src/sdk.js";
import type { StoredRow, TokenRow } from "../../src/token-row.js";
import { BaseStore, type Storage } from "./base-store.js";
import { keysWithout } from "./keys.js";

export class KeepsItsRowsInMemory extends BaseStore {
  static override caughtBy = ["store/reopen-keeps-saves", "store/shares-saves"];
  static override repair =
    "Write to the storage in every call that changes something, and read from it; a field " +
    "ends with its instance.";
  #rows: readonly StoredRow[] = [];
  protected override get rows() {
    void super.rows;
    return this.#rows;
  }
  protected override write(rows: readonly StoredRow[]) {
    super.write([]);
    this.#rows = rows;
  }
}

export class CreatesTheTableAnewOnOpening extends BaseStore {
  static override caughtBy = ["store/reopen-keeps-saves"];
  static override repair =
    "Open with `CREATE TABLE IF NOT EXISTS`, and never drop the table or truncate the file first.";
  constructor(storage: Storage) {
    super(storage);
    this.write([]);
  }
}

export class RestoresDeletedTokensOnOpening extends BaseStore {
  static override caughtBy = ["store/reopen-keeps-deletes"];
  static override repair =
    "Write deletes to the journal or the backup too, so that what is restored from it on " +
    "opening lacks them.";
  constructor(storage: Storage) {
    super(storage);
    storage.rows = (storage.notes.get("journal") ?? []) as StoredRow[];
  }
  override async deleteToken(id: string) {
    const journal = this.storage.notes.get("journal") ?? [];
    await super.deleteToken(id);
    this.storage.notes.set("journal", journal);
  }
  protected override write(rows: readonly StoredRow[]) {
    super.write(rows);
    this.storage.notes.set("journal", rows);
  }
}

export class OverwritesTheFileWithItsFirstSave extends BaseStore {
  static override caughtBy = ["store/reopen-keeps-ids-distinct"];
  static override repair = "Load the file before a save too, not only in the methods that read.";
  #isLoaded = false;
  protected override matchToSave(given: TokenRow) {
    return this.#isLoaded ? this.match(given) : null;
  }
  protected override insert(given: TokenRow) {
    const isLoaded = this.#isLoaded;
    const saved = super.insert(given);
    if (!isLoaded) this.write([saved]);
    return saved;
  }
  protected override get rows() {
    this.#isLoaded = true;
    return super.rows;
  }
}

export class ForgetsDeletesOnReopening extends BaseStore {
  static override caughtBy = ["store/reopen-keeps-deletes", "store/shares-saves"];
  static override repair =
    "Remove the row in the storage itself; a list of deleted ids in memory ends with the process.";
  readonly #deleted = new Set<string>();
  protected override get rows() {
    return super.rows.filter((row) => !this.#deleted.has(row.id));
  }
  override async deleteToken(id: string) {
    this.write(this.storage.rows);
    this.#deleted.add(id);
  }
  protected override write(rows: readonly StoredRow[]) {
    const deleted = this.storage.rows.filter((row) => this.#deleted.has(row.id));
    super.write([...deleted, ...rows.filter((row) => !this.#deleted.has(row.id))]);
  }
}

export class ForgetsDeleteAllOnReopening extends BaseStore {
  static override caughtBy = ["store/reopen-keeps-delete-all"];
  static override repair =
    "Empty the storage in `deleteTokens`, not only the list that the instance keeps of it.";
  #hidden: readonly StoredRow[] = [];
  protected override get rows() {
    return super.rows.filter((row) => !this.#hidden.includes(row));
  }
  override async deleteTokens() {
    this.write(this.rows);
    this.#hidden = this.storage.rows;
  }
  protected override write(rows: readonly StoredRow[]) {
    super.write([...this.#hidden, ...rows]);
  }
}

export class CachesTokensById extends BaseStore {
  static override caughtBy = ["store/shares-saves"];
  static override repair =
    "Drop the cache, or ask the storage for a version before you answer from it: other " +
    "instances write too.";
  readonly #cache = new Map<string, StoredRow>();
  override async findTokenById(id: string) {
    if (this.storage.isBroken) return super.findTokenById(id);
    const row = this.#cache.get(id) ?? this.rows.find((row) => row.id === id);
    if (row === undefined) return null;
    this.#cache.set(id, row);
    return this.give(row);
  }
  protected override write(rows: readonly StoredRow[]) {
    super.write(rows);
    this.#cache.clear();
  }
}

export class KnowsOnlyTheUsersOfItsOwnSaves extends BaseStore {
  static override caughtBy = ["store/shares-users"];
  static override repair =
    "Ask the storage at each save whether the user has a row, not a list that was read on " +
    "opening: others save too.";
  readonly #users: Set<string | null>;
  constructor(storage: Storage) {
    super(storage);
    this.#users = new Set(storage.rows.map((row) => row.user_name));
  }
  override async saveToken(token: OAuthToken) {
    await super.saveToken(token);
    this.#users.add(this.read(token).user_name);
  }
  protected override matchToSave(given: TokenRow) {
    if (this.#users.has(given.user_name)) return this.match(given);
    return this.matchBy(given, keysWithout("user_name", given));
  }
}

export class ReadsTheStorageOnlyOnOpening extends BaseStore {
  static override caughtBy = ["store/shares-saves"];
  static override repair = "Read the file or the table in each call, not once in the constructor.";
  #rows: readonly StoredRow[];
  constructor(storage: Storage) {
    super(storage);
    this.#rows = storage.rows;
  }
  protected override get rows() {
    void super.rows;
    return this.#rows;
  }
  protected override write(rows: readonly StoredRow[]) {
    super.write(rows);
    this.#rows = this.storage.rows;
  }
}

export class IndexesUsersOnlyOnInsert extends BaseStore {
  static override caughtBy = ["store/any-sequence"];
  static override repair = "Update the index in every save: a row can get its user by an update.";
  protected override matchToFind(wanted: TokenRow) {
    const isIndexed = this.storage.notes.has(`user ${wanted.user_name}`);
    return isIndexed ? this.match(wanted) : this.matchBy(wanted, keysWithout("user_name", wanted));
  }
  protected override insert(given: TokenRow) {
    this.storage.notes.set(`user ${given.user_name}`, true);
    return super.insert(given);
  }
}
