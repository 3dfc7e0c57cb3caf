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
  override async saveToken(token: OAuthToken) {
    await super.saveToken(token).catch((error: unknown) => {
      if (!this.storage.isBroken) throw error;
    });
  }
}

export class SwallowsFailedDeletes extends BaseStore {
  static override caughtBy = ["failure/broken-delete-rejects"];
  override async deleteToken(id: string) {
    await super.deleteToken(id).catch(() => undefined);
  }
}

export class TakesAFailedReadForEmpty extends BaseStore {
  static override caughtBy = ["failure/broken-read-is-not-empty"];
  protected override get rows() {
    return this.storage.isBroken ? [] : super.rows;
  }
}

export class ChangesItsMemoryBeforeTheStorage extends BaseStore {
  static override caughtBy = ["failure/broken-changes-nothing"];
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
  override async saveToken(token: OAuthToken) {
    if (this.storage.isBroken && this.read(token).id === null) token.setId("lost");
    await super.saveToken(token);
  }
}

export class PassesTheStoragesErrorsOn extends BaseStore {
  static override caughtBy = ["failure/broken-storage-is-an-sdk-exception"];
  protected override get rows() {
    if (this.storage.isBroken) throw new Error("EIO");
    return super.rows;
  }
}

export class WritesBackWhatItReadBefore extends BaseStore {
  static override caughtBy = ["parallel/new-users", "parallel/one-new-user", "parallel/updates"];
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
  override async deleteToken(id: string) {
    const left = this.rows.filter((row) => row.id !== id);
    await null;
    this.write(left);
  }
}

export class DeletesAllOneByOne extends BaseStore {
  static override caughtBy = ["parallel/delete-all-at-once"];
  override async deleteTokens() {
    while (this.rows.length > 0) {
      this.write(this.rows.slice(1));
      await null;
    }
  }
}

export class LooksTwiceForAnId extends BaseStore {
  static override caughtBy = ["parallel/serial-order"];
  override async findTokenById(id: string) {
    if ((await super.findTokenById(id)) === null) return null;
    const token = await super.findTokenById(id);
    if (token === null) throw refusal("the token is gone.");
    return token;
  }
}

export class PutsTheTokenIntoTheMessage extends BaseStore {
  static override caughtBy = ["secrets/refusals"];
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
