/**
 * Stores with a mistake in what holds of the whole store.
 *
 * @module
 */
import { OAuthToken, SDKException } from "../../src/sdk.js";
import type { LookupKey } from "../../src/token-matching.js";
import { COLUMNS, rowFromToken, type StoredRow, type TokenRow } from "../../src/token-row.js";
import { BaseStore, type Storage } from "./base-store.js";
import { keysWithout } from "./keys.js";

export class ReturnsNoPromise extends BaseStore {
  static override caughtBy = ["store/returns-promises"];
  override deleteTokens() {
    this.write([]);
    return undefined as unknown as Promise<void>;
  }
}

export class ThrowsBeforeThePromise extends BaseStore {
  static override caughtBy = ["store/never-throws-synchronously"];
  override saveToken(token: OAuthToken) {
    this.read(token);
    return super.saveToken(token);
  }
}

export class ThrowsInACallback extends BaseStore {
  static override caughtBy = ["store/leaves-no-error-uncaught"];
  override findTokenById(id: string): Promise<OAuthToken | null> {
    return new Promise((resolve, reject) => {
      super.findTokenById(id).then((token) => {
        resolve(token);
        if (token === null) throw new Error("the id is unknown");
      }, reject);
    });
  }
}

export class DeletesInTheBackground extends BaseStore {
  static override caughtBy = ["store/leaves-no-error-uncaught"];
  override async deleteToken(id: string) {
    await super.deleteToken(id);
    if (typeof id !== "string" || id === "") {
      setImmediate(() => {
        throw new Error("the id is blank");
      });
    }
  }
}

export class ReturnsSilentlyForAWrongArgument extends BaseStore {
  static override caughtBy = ["store/refuses-non-tokens", "store/refuses-foreign-tokens"];
  override async saveToken(token: OAuthToken) {
    if (token instanceof OAuthToken) await super.saveToken(token);
  }
}

export class FindsNothingForAWrongArgument extends BaseStore {
  static override caughtBy = ["store/refuses-non-tokens", "store/refuses-foreign-tokens"];
  override async findToken(token: OAuthToken) {
    return token instanceof OAuthToken ? super.findToken(token) : null;
  }
}

export class AcceptsWhateverHasTheGetters extends BaseStore {
  static override caughtBy = ["store/refuses-foreign-tokens"];
  protected override read(token: OAuthToken) {
    if (typeof token?.getAccessToken !== "function") return super.read(token);
    const copy = new OAuthToken(token.getClientId(), token.getClientSecret());
    copy.setGrantToken(token.getGrantToken());
    copy.setRefreshToken(token.getRefreshToken());
    copy.setRedirectURL(token.getRedirectURL());
    copy.setId(token.getId());
    copy.setAccessToken(token.getAccessToken());
    copy.setUserSignature(token.getUserSignature());
    copy.setExpiresIn(token.getExpiresIn());
    copy.setAPIDomain(token.getAPIDomain());
    return super.read(copy);
  }
}

export class SaysOnlyThatItIsNoToken extends BaseStore {
  static override caughtBy = ["store/explains-foreign-tokens"];
  protected override read(token: OAuthToken) {
    if (token instanceof OAuthToken) return super.read(token);
    throw new SDKException("TOKEN_STORE", "not a token.");
  }
}

export class HandsOutLookalikes extends BaseStore {
  static override caughtBy = ["store/gives-sdk-tokens"];
  protected override give(row: StoredRow) {
    const token = super.give(row);
    const names = Object.getOwnPropertyNames(OAuthToken.prototype);
    const members = names.map((name) => [name, Reflect.get(token, name).bind(token)]);
    return Object.fromEntries(members) as OAuthToken;
  }
}

/** Reads its rows from tokens that somebody else holds too. */
abstract class LiveStore extends BaseStore {
  protected get live(): Map<string, OAuthToken> {
    const { notes } = this.storage;
    if (!notes.has("live")) notes.set("live", new Map());
    return notes.get("live") as Map<string, OAuthToken>;
  }
  protected override get rows(): readonly StoredRow[] {
    return super.rows.map((row) => {
      const token = this.live.get(row.id);
      return token === undefined ? row : { ...rowFromToken(token), id: row.id };
    });
  }
  protected override insert(given: TokenRow) {
    const saved = super.insert(given);
    this.live.delete(saved.id);
    return saved;
  }
  protected override update(match: StoredRow, given: TokenRow) {
    this.live.delete(match.id);
    const saved = this.merge(match, given);
    this.write(this.rows.map((row) => (row.id === match.id ? saved : row)));
    return saved;
  }
}

export class KeepsTheTokenItself extends LiveStore {
  static override caughtBy = ["store/keeps-copies"];
  override async saveToken(token: OAuthToken) {
    const count = this.rows.length;
    const saving = super.saveToken(token);
    if (this.rows.length > count) this.live.set(token.getId() ?? "", token);
    await saving;
  }
}

export class HandsOutItsOwnToken extends LiveStore {
  static override caughtBy = ["store/gives-copies"];
  protected override give(row: StoredRow) {
    const token = super.give(row);
    this.live.set(row.id, token);
    return token;
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
  protected nextNumber() {
    return this.greatest() + 1;
  }
}

export class StartsNumberingAnewAfterDeletingAll extends NumberingStore {
  static override caughtBy = ["store/ids-never-reused-after-delete-all"];
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
  static override caughtBy = [
    "store/reopen-keeps-ids-distinct",
    "store/reopen-never-reuses-ids",
    "store/shares-users",
  ];
  #count = 0;
  protected nextNumber() {
    this.#count += 1;
    return this.#count;
  }
}

export class CountsOnFromWhatItFindsOnOpening extends NumberingStore {
  static override caughtBy = ["store/reopen-never-reuses-ids", "store/shares-users"];
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

/** Changes every string on its way into the storage. */
abstract class GarblingStore extends BaseStore {
  protected abstract garble(text: string): string;
  protected override read(token: OAuthToken) {
    const row = super.read(token);
    const garbled = COLUMNS.map((column) => {
      const text = row[column];
      return [column, text === null || column === "id" ? text : this.garble(text)];
    });
    return Object.fromEntries(garbled) as TokenRow;
  }
}

export class SplitsAtCommas extends GarblingStore {
  static override caughtBy = ["store/keeps-hostile-strings"];
  protected garble(text: string) {
    return text.split(",")[0] ?? "";
  }
}

export class EndsARowAtTheNewline extends GarblingStore {
  static override caughtBy = ["store/keeps-hostile-strings"];
  protected garble(text: string) {
    return text.replace(/\r?\n.*/s, "");
  }
}

export class CutsAtNul extends GarblingStore {
  static override caughtBy = ["store/keeps-hostile-strings"];
  protected garble(text: string) {
    return text.replace(/\0.*/s, "");
  }
}

export class DropsALeadingMark extends GarblingStore {
  static override caughtBy = ["store/keeps-hostile-strings"];
  protected garble(text: string) {
    return new TextDecoder().decode(new TextEncoder().encode(text));
  }
}

export class NormalizesUnicode extends GarblingStore {
  static override caughtBy = ["store/keeps-hostile-strings", "find/exact"];
  protected garble(text: string) {
    return text.normalize("NFC");
  }
}

export class DoublesQuotesInVain extends GarblingStore {
  static override caughtBy = ["store/keeps-hostile-strings"];
  protected garble(text: string) {
    return text.replaceAll("'", "''");
  }
}

export class UnescapesWhatWasNeverEscaped extends GarblingStore {
  static override caughtBy = ["store/keeps-any-string"];
  protected garble(text: string) {
    return text.replaceAll("\\n", "\n");
  }
}

export class CutsAt255Characters extends GarblingStore {
  static override caughtBy = ["store/keeps-long-strings"];
  protected garble(text: string) {
    return text.slice(0, 255);
  }
}

export class CutsAt255CharactersOnUpdate extends BaseStore {
  static override caughtBy = ["store/keeps-long-strings"];
  protected override merge(match: StoredRow, given: TokenRow) {
    const merged = super.merge(match, given);
    return { ...merged, redirect_url: merged.redirect_url?.slice(0, 255) ?? null };
  }
}

export class RevivesDates extends GarblingStore {
  static override caughtBy = ["store/keeps-hostile-strings"];
  protected garble(text: string) {
    return /^\d{4}-\d\d-\d\dT/.test(text) ? new Date(text).toISOString() : text;
  }
}

export class TakesAPlusForASpace extends GarblingStore {
  static override caughtBy = ["store/keeps-hostile-strings"];
  protected garble(text: string) {
    return text.replaceAll("+", " ");
  }
}

export class ComparesTheFirst255Characters extends BaseStore {
  static override caughtBy = ["store/finds-long-strings"];
  protected override isSame(stored: string | null, wanted: string) {
    return stored?.slice(0, 255) === wanted.slice(0, 255);
  }
}

export class IndexesInAPlainObject extends BaseStore {
  static override caughtBy = ["store/finds-hostile-strings"];
  protected override matchBy(wanted: TokenRow, keys: readonly LookupKey[]) {
    const isInherited = keys.some(({ value }) => value in {});
    return isInherited ? null : super.matchBy(wanted, keys);
  }
}

export class StoresHalfSurrogatesAsReplacement extends BaseStore {
  static override caughtBy = [
    "store/refuses-ill-formed-strings",
    "store/finds-nothing-by-ill-formed-strings",
  ];
  protected override read(token: OAuthToken) {
    return super.read(withWellFormedFields(token));
  }
}

export class LooksUpHalfSurrogatesAsReplacement extends BaseStore {
  static override caughtBy = ["store/finds-nothing-by-ill-formed-strings"];
  override async findTokenById(id: string) {
    return super.findTokenById(typeof id === "string" ? toWellFormed(id) : id);
  }
}

export class KeepsItsRowsInMemory extends BaseStore {
  static override caughtBy = ["store/reopen-keeps-saves", "store/shares-saves"];
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

export class ForgetsDeletesOnReopening extends BaseStore {
  static override caughtBy = ["store/reopen-keeps-deletes", "store/shares-saves"];
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

export class ReadsTheStorageOnlyOnOpening extends BaseStore {
  static override caughtBy = ["store/shares-saves"];
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
  protected override matchToFind(wanted: TokenRow) {
    const isIndexed = this.storage.notes.has(`user ${wanted.user_name}`);
    return isIndexed ? this.match(wanted) : this.matchBy(wanted, keysWithout("user_name", wanted));
  }
  protected override insert(given: TokenRow) {
    this.storage.notes.set(`user ${given.user_name}`, true);
    return super.insert(given);
  }
}

/** Copies a token, every half of a surrogate pair replaced. */
function withWellFormedFields(token: OAuthToken): OAuthToken {
  if (!(token instanceof OAuthToken)) return token;
  return new Proxy(token, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        const value: unknown = member.apply(target, args);
        return typeof value === "string" ? toWellFormed(value) : wellFormedUser(value);
      };
    },
  });
}

function wellFormedUser(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("getName" in value)) return value;
  const name = (value as { getName(): string }).getName();
  return { getName: () => toWellFormed(name) };
}

function toWellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}
