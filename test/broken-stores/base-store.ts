import { defineHarness, type Harness } from "../../spec/index.js";
import type { OAuthToken, TokenStore } from "../../src/sdk.js";
import { type LookupKey, lookupKeys, passesGuards } from "../../src/token-matching.js";
import {
  completeToken,
  mergeRows,
  refusal,
  rowFromToken,
  rowToInsert,
  type StoredRow,
  type TokenRow,
  tokenFromRow,
} from "../../src/token-row.js";

/** A storage that outlives its stores, and can break. */
export interface Storage {
  rows: StoredRow[];
  isBroken: boolean;

  /** What a store keeps there beside its rows. The correct one keeps nothing. */
  readonly notes: Map<string, unknown>;
}

/**
 * A correct store, in small steps that a broken store overrides one of. What a broken store changes
 * is its mistake; everything else is as it should be.
 */
export class BaseStore implements TokenStore {
  /** The clauses that must fail on this store, the one that it illustrates first. */
  static readonly caughtBy: readonly string[] = [];

  /** What to do about the mistake, in one or two sentences to whoever has made it. */
  static readonly repair: string = "";

  protected readonly storage: Storage;

  constructor(storage: Storage) {
    this.storage = storage;
  }

  async findToken(token: OAuthToken): Promise<OAuthToken | null> {
    const row = this.matchToFind(this.read(token));
    return row === null ? null : this.complete(token, row);
  }

  async saveToken(token: OAuthToken): Promise<void> {
    const given = this.read(token);
    const match = this.matchToSave(given);
    const saved = match === null ? this.insert(given) : this.update(match, given);
    token.setId(saved.id);
  }

  async deleteToken(id: string): Promise<void> {
    this.write(this.rows.filter((row) => row.id !== id));
  }

  async getTokens(): Promise<OAuthToken[]> {
    return this.rows.map((row) => this.give(row));
  }

  async deleteTokens(): Promise<void> {
    this.write([]);
  }

  async findTokenById(id: string): Promise<OAuthToken | null> {
    const row = this.rows.find((row) => row.id === id);
    return row === undefined ? null : this.give(row);
  }

  /** Checks an argument, and reads it. */
  protected read(token: OAuthToken): TokenRow {
    return rowFromToken(token);
  }

  protected matchToFind(wanted: TokenRow): StoredRow | null {
    return this.match(wanted);
  }

  protected matchToSave(given: TokenRow): StoredRow | null {
    return this.match(given);
  }

  /** Climbs the lookup ladder. */
  protected match(wanted: TokenRow): StoredRow | null {
    return this.matchBy(wanted, lookupKeys(wanted));
  }

  /** Climbs these keys, in this order. */
  protected matchBy(wanted: TokenRow, keys: readonly LookupKey[]): StoredRow | null {
    for (const key of keys) {
      const row = this.rows.find(
        (row) => this.isSame(row[key.column], key.value) && this.passes(row, wanted, key),
      );
      if (row !== undefined) return row;
    }
    return null;
  }

  protected isSame(stored: string | null, wanted: string): boolean {
    return stored === wanted;
  }

  protected passes(row: StoredRow, wanted: TokenRow, key: LookupKey): boolean {
    return passesGuards(row, wanted, key.column);
  }

  protected insert(given: TokenRow): StoredRow {
    const saved = rowToInsert(given, (id) => this.rows.some((row) => row.id === id));
    this.write([...this.rows, saved]);
    return saved;
  }

  protected update(match: StoredRow, given: TokenRow): StoredRow {
    const saved = this.merge(match, given);
    this.write(this.rows.map((row) => (row === match ? saved : row)));
    return saved;
  }

  protected merge(match: StoredRow, given: TokenRow): StoredRow {
    return mergeRows(match, given);
  }

  protected complete(token: OAuthToken, row: StoredRow): OAuthToken {
    return completeToken(token, row);
  }

  protected give(row: StoredRow): OAuthToken {
    return tokenFromRow(row);
  }

  protected get rows(): readonly StoredRow[] {
    if (this.storage.isBroken) throw refusal("the storage cannot be read.");
    return this.storage.rows;
  }

  protected write(rows: readonly StoredRow[]): void {
    if (this.storage.isBroken) throw refusal("the storage cannot be written.");
    this.storage.rows = [...rows];
  }
}

/** A class of broken stores: its name is its mistake. */
export interface BrokenStore {
  readonly name: string;
  readonly caughtBy: readonly string[];
  readonly repair: string;
  new (storage: Storage): BaseStore;
}

/**
 * Brings a store that keeps its rows in a {@link Storage} to the spec.
 *
 * @param watch - Is given each instance with its storage, and gives the store to call in its place.
 */
export function harnessFor(
  Store: BrokenStore,
  watch: (store: BaseStore, storage: Storage) => TokenStore = (store) => store,
): Harness {
  return defineHarness({
    name: Store.name,
    open() {
      const storage: Storage = { rows: [], isBroken: false, notes: new Map() };
      const make = () => watch(new Store(storage), storage);
      return {
        store: make(),
        reopen: make,
        share: make,
        breakStorage: () => {
          storage.isBroken = true;
        },
      };
    },
  });
}
