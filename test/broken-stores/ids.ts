/**
 * Stores with a mistake in the ids that they make.
 *
 * @module
 */
import type { OAuthToken } from "../../src/sdk.js";
import type { TokenRow } from "../../src/token-row.js";
import { BaseStore, type Storage } from "./base-store.js";

export class TakesTheGreatestIdAsText extends BaseStore {
  static override caughtBy = [
    "save/distinct-ids",
    "store/ids-never-reused",
    "store/ids-never-reused-after-delete-all",
    "store/reopen-never-reuses-ids",
  ];
  static override repair =
    "Do not ask for `max(id)`: as text, 9 is greater than 10. Draw the id at random, or keep " +
    "a counter.";
  protected override insert(given: TokenRow) {
    const greatest = this.rows
      .map((row) => row.id)
      .sort()
      .at(-1);
    const saved = { ...super.insert(given), id: given.id ?? String(Number(greatest ?? 0) + 1) };
    this.write([...this.rows.slice(0, -1), saved]);
    return saved;
  }
}

export class CountsWithoutALook extends BaseStore {
  static override caughtBy = ["save/new-id-is-free"];
  static override repair =
    "Ask whether the id is free before you use it, and count on while it is not: tokens may bring " +
    "ids of their own.";
  protected override insert(given: TokenRow) {
    if (given.id !== null) return super.insert(given);
    const { rows } = this;
    const count = Number(this.storage.notes.get("count") ?? 0) + 1;
    this.storage.notes.set("count", count);
    const saved = { ...super.insert(given), id: String(count) };
    this.write([...rows.filter((row) => row.id !== saved.id), saved]);
    return saved;
  }
}

/** Makes ids by a rule of its own: the letter n and a number. */
abstract class NumberingStore extends BaseStore {
  protected abstract nextNumber(): number;
  protected override insert(given: TokenRow) {
    const id = given.id ?? `n${this.nextNumber()}`;
    const saved = { ...super.insert(given), id };
    this.write([...this.rows.slice(0, -1), saved]);
    return saved;
  }
  protected greatest(): number {
    return Math.max(0, ...this.rows.map((row) => Number(row.id.slice(1)) || 0));
  }
  protected get count(): number {
    return Number(this.storage.notes.get("count") ?? 0);
  }
  protected set count(count: number) {
    this.storage.notes.set("count", count);
  }
}

export class TakesTheGreatestIdPlusOne extends NumberingStore {
  static override caughtBy = [
    "store/ids-never-reused",
    "store/ids-never-reused-after-delete-all",
    "store/reopen-never-reuses-ids",
  ];
  static override repair =
    "Take the next id from a counter that the storage keeps, or draw it at random; never " +
    "from the greatest id stored.";
  protected nextNumber() {
    return this.greatest() + 1;
  }
}

export class FillsFreedPlaces extends NumberingStore {
  static override caughtBy = ["store/ids-never-reused"];
  static override repair =
    "Do not put the places of deleted rows back on a list of free ones, or do not take the " +
    "place for the id.";
  readonly #freed: string[] = [];
  override async deleteToken(id: string) {
    const isStored = this.rows.some((row) => row.id === id);
    await super.deleteToken(id);
    if (isStored && /^n\d+$/.test(id)) this.#freed.push(id.slice(1));
  }
  protected nextNumber() {
    const freed = this.#freed.pop();
    if (freed !== undefined) return Number(freed);
    this.count += 1;
    return this.count;
  }
}

export class TakesTheGreatestIdOfSoftDeletedRowsAsText extends NumberingStore {
  static override caughtBy = ["save/distinct-ids"];
  static override repair =
    "Ask for the greatest id as a number, `max(cast(id as integer))`: as text, 9 is greater " +
    "than 10.";
  protected nextNumber() {
    const given = (this.storage.notes.get("given") ?? []) as string[];
    const next = Number(given.toSorted().at(-1) ?? 0) + 1;
    this.storage.notes.set("given", [...given, String(next)]);
    return next;
  }
}

export class StartsNumberingAnewAfterDeletingAll extends NumberingStore {
  static override caughtBy = ["store/ids-never-reused-after-delete-all"];
  static override repair =
    "Leave the counter as it is when you delete all: `DELETE` keeps it, `TRUNCATE` resets it.";
  override async deleteTokens() {
    await super.deleteTokens();
    this.count = 0;
  }
  protected nextNumber() {
    this.count += 1;
    return this.count;
  }
}

export class StartsNumberingAnewAfterReopening extends NumberingStore {
  static override caughtBy = ["store/reopen-keeps-ids-distinct"];
  static override repair =
    "Keep the counter in the storage, beside the rows: a field of the instance starts anew " +
    "with it.";
  #count = 0;
  protected nextNumber() {
    this.#count += 1;
    return this.#count;
  }
}

export class ResetsTheCounterToTheGreatestIdOnOpening extends NumberingStore {
  static override caughtBy = ["store/reopen-never-reuses-ids"];
  static override repair =
    "Leave the stored counter alone on opening; InnoDB before MySQL 8.0 resets " +
    "`AUTO_INCREMENT`, so keep one in a table there.";
  constructor(storage: Storage) {
    super(storage);
    this.count = this.greatest();
  }
  protected nextNumber() {
    this.count += 1;
    return this.count;
  }
}

export class CountsOnFromWhatItFindsOnOpening extends NumberingStore {
  static override caughtBy = ["store/reopen-never-reuses-ids", "store/shares-users"];
  static override repair =
    "Store the counter itself: the rows that are left do not tell how far it had come.";
  #count: number;
  constructor(storage: Storage) {
    super(storage);
    this.#count = this.greatest();
  }
  protected nextNumber() {
    this.#count += 1;
    return this.#count;
  }
}

export class NumbersBeforeItWaits extends NumberingStore {
  static override caughtBy = ["parallel/new-users"];
  static override repair =
    "Take the number and write it back in one step: in one transaction, or with no `await` " +
    "in between.";
  #next = 0;
  override async saveToken(token: OAuthToken) {
    const next = this.count + 1;
    await null;
    this.#next = next;
    await super.saveToken(token);
  }
  protected nextNumber() {
    this.count = this.#next;
    return this.#next;
  }
}
