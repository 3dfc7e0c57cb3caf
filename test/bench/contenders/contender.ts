import type { StoredRow } from "../../../src/token-row.js";

/** Where a contender comes from. */
export type Family = "reference" | "vendor" | "article" | "limit";

/** Something that stores tokens, and is measured. */
export interface Contender {
  /** Names it in tables, and at the end of its line in the chart. */
  readonly name: string;
  readonly family: Family;

  /** How it works, for the page. */
  readonly about: string;

  /** The most tokens that it can be filled with in reasonable time; left out, any number. */
  readonly mostTokens?: number;

  /**
   * Opens it, with the tokens of so many users in it.
   *
   * @throws NotMeasured when something that it needs is missing here.
   */
  open(count: number): Promise<Subject>;
}

/**
 * A contender that is open. What a call needs is made ready before the clock starts, and what it gave
 * is looked at after it has stopped.
 */
export interface Subject {
  /** Finds the tokens of these users by their ids, one after another. */
  findById(users: readonly number[]): Promise<Round>;

  /** Finds the tokens of these users by their names, one after another. */
  findByUser(users: readonly number[]): Promise<Round>;

  /** Saves these rows, which are stored already in another version, one after another. */
  save(rows: readonly StoredRow[]): Promise<Round>;

  /** Saves these rows without waiting for one to be saved before the next. */
  saveAtOnce(rows: readonly StoredRow[]): Promise<Round>;

  /** Lists all tokens, so many times. */
  getTokens(times: number): Promise<Round>;
  close(): Promise<void>;
}

/** Calls of one kind that were made. */
export interface Round {
  /** How long one call took. */
  readonly microseconds: number;

  /** The access tokens that were found; of calls that list all tokens, those of the last. */
  readonly found: readonly unknown[];
}

/** Why a contender cannot be measured here. */
export class NotMeasured extends Error {
  override readonly name = "NotMeasured";
}
