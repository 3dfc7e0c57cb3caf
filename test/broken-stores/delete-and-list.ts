/**
 * Stores with a mistake in `deleteToken`, `getTokens`, `deleteTokens` or `findTokenById`.
 *
 * @module
 */
import type { OAuthToken } from "../../src/sdk.js";
import { refusal, type StoredRow } from "../../src/token-row.js";
import { BaseStore } from "./base-store.js";

export class DeletesNothing extends BaseStore {
  static override caughtBy = ["delete/removes"];
  override async deleteToken(id: string) {
    this.rows.filter((row) => row.id !== id);
  }
}

export class DeletesFromThatRowOn extends BaseStore {
  static override caughtBy = ["delete/only-that-one"];
  override async deleteToken(id: string) {
    const index = this.rows.findIndex((row) => row.id === id);
    if (index !== -1) this.write(this.rows.slice(0, index));
  }
}

export class DeletesTheLastForAnUnknownId extends BaseStore {
  static override caughtBy = ["delete/unknown-id", "delete/exact-id"];
  override async deleteToken(id: string) {
    const index = this.rows.findIndex((row) => row.id === id);
    this.write(this.rows.toSpliced(index, 1));
  }
}

export class RejectsToDeleteAnUnknownId extends BaseStore {
  static override caughtBy = ["delete/unknown-id"];
  override async deleteToken(id: string) {
    if (!this.rows.some((row) => row.id === id)) throw refusal("there is no such token.");
    await super.deleteToken(id);
  }
}

export class DeletesAllForABlankId extends BaseStore {
  static override caughtBy = ["delete/blank-id"];
  override async deleteToken(id: string) {
    this.write(this.rows.filter((row) => id && row.id !== id));
  }
}

export class DeletesByNumber extends BaseStore {
  static override caughtBy = ["delete/exact-id"];
  override async deleteToken(id: string) {
    this.write(this.rows.filter((row) => row.id !== id && Number(row.id) !== Number(id || "-1")));
  }
}

export class DeletesWhateverTheCase extends BaseStore {
  static override caughtBy = ["delete/exact-id"];
  override async deleteToken(id: string) {
    const wanted = String(id).toLowerCase();
    this.write(
      this.rows.filter((row) => row.id.toLowerCase() !== wanted || typeof id !== "string"),
    );
  }
}

export class TakesAnObjectForACondition extends BaseStore {
  static override caughtBy = ["delete/exact-id"];
  override async deleteToken(id: string) {
    const isCondition = typeof id === "object" && id !== null && "$ne" in id;
    this.write(this.rows.filter((row) => row.id !== id && !isCondition));
  }
}

export class RunsTheIdAsACondition extends BaseStore {
  static override caughtBy = ["delete/exact-id"];
  override async deleteToken(id: string) {
    this.write(this.rows.filter((row) => row.id !== id && !/\bOR\b.*=/.test(id ?? "")));
  }
}

export class ListsOnlyTheFirstTen extends BaseStore {
  static override caughtBy = ["get/all"];
  override async getTokens() {
    return (await super.getTokens()).slice(0, 10);
  }
}

export class ListsOnlyTheFirstPage extends BaseStore {
  static override caughtBy = ["get/all"];
  override async getTokens() {
    return (await super.getTokens()).slice(0, 100);
  }
}

export class ListsTokensTwice extends BaseStore {
  static override caughtBy = ["get/all"];
  override async getTokens() {
    const tokens = await super.getTokens();
    return tokens.length > 10 ? [...tokens, ...tokens] : tokens;
  }
}

export class ListsWithoutTheClientSecret extends BaseStore {
  static override caughtBy = ["get/complete", "save/keeps-every-field"];
  override async getTokens() {
    return this.rows.map((row) => this.give({ ...row, client_secret: null }));
  }
}

export class GivesNullWhenThereAreNone extends BaseStore {
  static override caughtBy = ["get/none"];
  override async getTokens() {
    const tokens = await super.getTokens();
    return tokens.length === 0 ? (null as unknown as OAuthToken[]) : tokens;
  }
}

export class SkipsEveryOtherTokenWhenDeletingAll extends BaseStore {
  static override caughtBy = ["delete-all/removes-all"];
  override async deleteTokens() {
    const left = [...this.rows];
    for (let index = 0; index < left.length; index++) left.splice(index, 1);
    this.write(left);
  }
}

export class RejectsToDeleteAllOfNone extends BaseStore {
  static override caughtBy = ["delete-all/empty"];
  override async deleteTokens() {
    if (this.rows.length === 0) throw refusal("there is nothing to delete.");
    await super.deleteTokens();
  }
}

export class DropsTheTableWhenDeletingAll extends BaseStore {
  static override caughtBy = ["delete-all/stays-usable"];
  #isDropped = false;
  override async deleteTokens() {
    await super.deleteTokens();
    this.#isDropped = true;
  }
  protected override write(rows: readonly StoredRow[]) {
    if (this.#isDropped && rows.length > 0) throw refusal("there is no such table.");
    super.write(rows);
  }
}

export class LosesTheApiDomainById extends BaseStore {
  static override caughtBy = ["by-id/complete"];
  override async findTokenById(id: string) {
    const row = this.rows.find((row) => row.id === id);
    return row === undefined ? null : this.give({ ...row, api_domain: null });
  }
}

export class RejectsAnUnknownId extends BaseStore {
  static override caughtBy = ["by-id/unknown"];
  override async findTokenById(id: string) {
    const token = await super.findTokenById(id);
    if (token === null) throw refusal("there is no such token.");
    return token;
  }
}

export class KeepsIdsInAPlainObject extends BaseStore {
  static override caughtBy = ["by-id/unknown", "by-id/exact"];
  override async findTokenById(id: string) {
    const byId: Record<string, OAuthToken> = {};
    for (const row of this.rows) byId[row.id] = this.give(row);
    return byId[id] ?? null;
  }
}

export class QuotesIdsInVain extends BaseStore {
  static override caughtBy = ["by-id/any-characters"];
  override async findTokenById(id: string) {
    return super.findTokenById(id?.replaceAll("'", "''"));
  }
}

export class NamesFilesById extends BaseStore {
  static override caughtBy = ["by-id/any-characters"];
  override async getTokens() {
    const inFolder = this.rows.filter((row) => !row.id.includes("/"));
    return inFolder.map((row) => this.give(row));
  }
}

export class CannotDeleteIdsWithAComma extends BaseStore {
  static override caughtBy = ["by-id/any-characters"];
  override async deleteToken(id: string) {
    await super.deleteToken(id?.split(",")[0] ?? id);
  }
}

export class NeverSettlesForAnUnknownId extends BaseStore {
  static override caughtBy = ["by-id/unknown"];
  override async findTokenById(id: string) {
    const token = await super.findTokenById(id);
    return token ?? new Promise<null>(() => undefined);
  }
}

export class GivesTheFirstForABlankId extends BaseStore {
  static override caughtBy = ["by-id/blank"];
  override async findTokenById(id: string) {
    const row = this.rows.find((row) => !id || row.id === id);
    return row === undefined ? null : this.give(row);
  }
}

export class ComparesIdsLoosely extends BaseStore {
  static override caughtBy = ["by-id/exact"];
  override async findTokenById(id: string) {
    const row = this.rows.find((row) => row.id === id || Number(row.id) === Number(id || "-1"));
    return row === undefined ? null : this.give(row);
  }
}
