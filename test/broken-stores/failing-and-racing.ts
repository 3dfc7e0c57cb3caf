/**
 * Stores with a mistake in how they fail, in calls at once, and in what they print.
 *
 * @module
 */
import type { OAuthToken } from "../../src/sdk.js";
import { SDKException } from "../../src/sdk.js";
import { refusal, type StoredRow, type TokenRow } from "../../src/token-row.js";
import { BaseStore } from "./base-store.js";

export class RefusesWithPlainErrors extends BaseStore {
  static override caughtBy = ["failure/refusals-are-sdk-exceptions"];
  static override repair =
    'Refuse by `throw new SDKException("TOKEN_STORE", message)`, never by a plain `Error`.';
  override async saveToken(token: OAuthToken) {
    try {
      await super.saveToken(token);
    } catch (error) {
      if (this.storage.isBroken) throw error;
      throw new Error(error instanceof SDKException ? error.message : "cannot save");
    }
  }
}

export class SwallowsFailedSaves extends BaseStore {
  static override caughtBy = ["failure/broken-save-rejects"];
  static override repair =
    "Let the write's error out of `saveToken`: a `catch` that only logs turns a lost save " +
    "into a success.";
  override async saveToken(token: OAuthToken) {
    await super.saveToken(token).catch((error: unknown) => {
      if (!this.storage.isBroken) throw error;
    });
  }
}

export class SwallowsFailedDeletes extends BaseStore {
  static override caughtBy = ["failure/broken-delete-rejects"];
  static override repair =
    "Rethrow what `deleteToken` catches, unless it says that the row is not there (`ENOENT`).";
  override async deleteToken(id: string) {
    await super.deleteToken(id).catch(() => undefined);
  }
}

export class TakesAFailedReadForEmpty extends BaseStore {
  static override caughtBy = ["failure/broken-read-is-not-empty"];
  static override repair =
    "Catch `ENOENT` alone when you read, and rethrow the rest; `catch { return [] }` makes " +
    "every failure an empty store.";
  protected override get rows() {
    return this.storage.isBroken ? [] : super.rows;
  }
}

export class ReturnsTheErrorAsAValue extends BaseStore {
  static override caughtBy = ["failure/broken-read-is-not-empty"];
  static override repair =
    "Rethrow what you catch, as an `SDKException`: an error that is returned is taken for " +
    "the token.";
  override async findTokenById(id: string) {
    try {
      return await super.findTokenById(id);
    } catch (error) {
      return error as OAuthToken;
    }
  }
}

export class ChangesItsMemoryBeforeTheStorage extends BaseStore {
  static override caughtBy = ["failure/broken-changes-nothing"];
  static override repair =
    "Write the storage first, and replace the rows in memory only when it has taken them.";
  #rows: readonly StoredRow[] | null = null;
  protected override get rows() {
    return this.#rows ?? this.storage.rows;
  }
  protected override write(rows: readonly StoredRow[]) {
    if (this.storage.isBroken) this.#rows = rows;
    super.write(rows);
  }
}

export class ForgetsWhatItCouldNotDelete extends BaseStore {
  static override caughtBy = ["failure/broken-changes-nothing"];
  static override repair =
    "Remove the row from memory after the storage has removed it, not before.";
  #rows: readonly StoredRow[] | null = null;
  override async deleteToken(id: string) {
    if (this.storage.isBroken) this.#rows = this.storage.rows.filter((row) => row.id !== id);
    await super.deleteToken(id);
  }
  protected override get rows() {
    return this.#rows ?? this.storage.rows;
  }
}

export class MarksTheTokenAlthoughTheStorageFails extends BaseStore {
  static override caughtBy = ["failure/broken-changes-nothing"];
  static override repair =
    "Keep a new id in a variable, and call `token.setId` after the write has succeeded.";
  override async saveToken(token: OAuthToken) {
    if (this.storage.isBroken && this.read(token).id === null) token.setId("lost");
    await super.saveToken(token);
  }
}

export class PassesTheStoragesErrorsOn extends BaseStore {
  static override caughtBy = ["failure/broken-storage-is-an-sdk-exception"];
  static override repair =
    "Catch the driver's errors where you call it, and throw an `SDKException` of code " +
    "`TOKEN_STORE` in their place.";
  protected override get rows() {
    if (this.storage.isBroken) throw new Error("EIO");
    return super.rows;
  }
}

export class WritesBackWhatItReadBefore extends BaseStore {
  static override caughtBy = ["parallel/new-users", "parallel/one-new-user", "parallel/updates"];
  static override repair =
    "Queue the calls, or hold a lock, so that none runs between another's reading of all " +
    "rows and its writing.";
  #before: readonly StoredRow[] | null = null;
  override async saveToken(token: OAuthToken) {
    const before = this.rows;
    await null;
    this.#before = before;
    try {
      await super.saveToken(token);
    } finally {
      this.#before = null;
    }
  }
  protected override get rows() {
    return this.#before ?? super.rows;
  }
}

export class LooksThenInserts extends BaseStore {
  static override caughtBy = ["parallel/one-new-user"];
  static override repair =
    "Look and insert under one lock. A transaction alone is none: at its usual isolation two of " +
    "them look before either inserts. Lock the table or a name in it, or run it serializable and " +
    "try again.";
  override async saveToken(token: OAuthToken) {
    const given = this.read(token);
    const match = this.match(given);
    await null;
    if (match !== null) return super.saveToken(token);
    token.setId(this.insert(given).id);
  }
}

export class LocksOnlyItsOwnInstance extends BaseStore {
  static override caughtBy = ["parallel/two-instances"];
  static override repair =
    "Lock in the storage, by a lock of the database or a lock file: a queue in the instance does " +
    "not stop another process, and neither does a transaction at its usual isolation.";
  #last: Promise<unknown> = Promise.resolve();
  #snapshot: readonly StoredRow[] | null = null;
  override saveToken(token: OAuthToken) {
    const turn = this.#last.then(async () => {
      this.#snapshot = this.rows;
      await null;
      const saving = super.saveToken(token);
      this.#snapshot = null;
      await saving;
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
  protected override get rows() {
    return this.#snapshot ?? super.rows;
  }
}

export class WritesBackTheWholeRow extends BaseStore {
  static override caughtBy = ["parallel/updates"];
  static override repair =
    "Set only the columns that the token carries, in one `UPDATE`, or hold a lock from " +
    "reading to writing.";
  override async saveToken(token: OAuthToken) {
    const given = this.read(token);
    const match = this.match(given);
    if (match === null) return super.saveToken(token);
    const merged = this.merge(match, given);
    await null;
    this.write(this.rows.map((row) => (row.id === match.id ? merged : row)));
    token.setId(match.id);
  }
}

export class BringsDeletedTokensBack extends BaseStore {
  static override caughtBy = ["parallel/deletes"];
  static override repair =
    "Delete in one step by id, `DELETE … WHERE id = ?`, or hold a lock from reading the rows " +
    "to writing them.";
  override async deleteToken(id: string) {
    const left = this.rows.filter((row) => row.id !== id);
    await null;
    this.write(left);
  }
}

export class DeletesAllOneByOne extends BaseStore {
  static override caughtBy = ["parallel/delete-all-at-once"];
  static override repair =
    "Remove all rows by one statement, one transaction or one new file, not by a loop of deletes.";
  override async deleteTokens() {
    while (this.rows.length > 0) {
      this.write(this.rows.slice(1));
      await null;
    }
  }
}

export class DeletesAllByDeletingEach extends BaseStore {
  static override caughtBy = ["parallel/delete-all-at-once"];
  static override repair =
    "Delete without a condition, or swap the whole content: a loop of deletes shows every step.";
  override async deleteTokens() {
    for (const { id } of this.rows) {
      await null;
      await this.deleteToken(id);
    }
  }
}

export class LooksTwiceForAnId extends BaseStore {
  static override caughtBy = ["parallel/serial-order"];
  static override repair =
    "Read the row once, and return what you read; do not ask first whether it exists.";
  override async findTokenById(id: string) {
    if ((await super.findTokenById(id)) === null) return null;
    const token = await super.findTokenById(id);
    if (token === null) throw refusal("the token is gone.");
    return token;
  }
}

export class PutsTheTokenIntoTheMessage extends BaseStore {
  static override caughtBy = ["secrets/refusals"];
  static override repair =
    "Say in the message what was tried and why it failed, without a value: no " +
    "`JSON.stringify` of the row.";
  protected override insert(given: TokenRow) {
    try {
      return super.insert(given);
    } catch {
      throw refusal(`cannot insert ${JSON.stringify(given)}`);
    }
  }
}

export class PutsTheTokenIntoAMapOnTheError extends BaseStore {
  static override caughtBy = ["secrets/refusals"];
  static override repair =
    "Add nothing of the token to the error: loggers print its properties, and Maps in them.";
  protected override insert(given: TokenRow) {
    try {
      return super.insert(given);
    } catch (error) {
      throw Object.assign(error as Error, { token: new Map(Object.entries(given)) });
    }
  }
}

export class KeepsTheDriversErrorAsTheCause extends BaseStore {
  static override caughtBy = ["secrets/failures"];
  static override repair =
    "Make a cause of the driver's error code alone: its `sql`, its values, even its message " +
    "can hold secrets.";
  protected override write(rows: readonly StoredRow[]) {
    if (!this.storage.isBroken) return super.write(rows);
    const cause = new Error("connection lost");
    throw refusal("cannot write.", Object.assign(cause, { sql: "UPDATE …", values: rows }));
  }
  protected override get rows() {
    return this.storage.rows;
  }
}

export class AttachesTheRowToTheToken extends BaseStore {
  static override caughtBy = ["secrets/tokens-print-redacted"];
  static override repair =
    "Fill tokens through their setters, and add no property: it escapes their redacted printing.";
  protected override give(row: StoredRow) {
    return Object.assign(super.give(row), { row });
  }
}

export class LooksThenInsertsWhereNoUserIsNamed extends BaseStore {
  static override caughtBy = ["parallel/serial-order"];
  static override repair =
    "Look and insert in one step for every token. What is locked, or unique, by user name alone " +
    "does not hold a token that names no user.";
  override async saveToken(token: OAuthToken) {
    const given = this.read(token);
    const match = this.match(given);
    if (given.user_name !== null || match !== null) return super.saveToken(token);
    await null;
    token.setId(this.insert(given).id);
  }
}
