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
  static override repair = "Declare every method `async`, even where it has nothing to wait for.";
  override deleteTokens() {
    this.write([]);
    return undefined as unknown as Promise<void>;
  }
}

export class ThrowsBeforeThePromise extends BaseStore {
  static override caughtBy = ["store/never-throws-synchronously"];
  static override repair =
    "Check the argument inside an `async` method, so that a refusal becomes a rejection.";
  override saveToken(token: OAuthToken) {
    this.read(token);
    return super.saveToken(token);
  }
}

export class ThrowsInACallback extends BaseStore {
  static override caughtBy = ["store/leaves-no-error-uncaught"];
  static override repair =
    "Call `reject(error)` instead of throwing in a callback, or await the driver's own promise.";
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
  static override repair =
    "Do all the work, checks included, before the method resolves; leave nothing to " +
    "`setImmediate`.";
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
  static override repair =
    "Reject when the argument is no token; an `if (token instanceof OAuthToken)` around the " +
    "body hides the mistake.";
  override async saveToken(token: OAuthToken) {
    if (token instanceof OAuthToken) await super.saveToken(token);
  }
}

export class FindsNothingForAWrongArgument extends BaseStore {
  static override caughtBy = ["store/refuses-non-tokens", "store/refuses-foreign-tokens"];
  static override repair =
    "Reject where you now `return null` for what is no token: a wrong argument is a mistake, " +
    "not a miss.";
  override async findToken(token: OAuthToken) {
    return token instanceof OAuthToken ? super.findToken(token) : null;
  }
}

export class AcceptsWhateverHasTheGetters extends BaseStore {
  static override caughtBy = ["store/refuses-foreign-tokens"];
  static override repair =
    "Ask for `instanceof OAuthToken`, not for the getters: the SDK asks the same of what you " +
    "return.";
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
  static override repair =
    "Give what has a token's getters a message of its own: it is of another SDK, and a seam " +
    "for that SDK helps.";
  protected override read(token: OAuthToken) {
    if (token instanceof OAuthToken) return super.read(token);
    throw new SDKException("TOKEN_STORE", "not a token.");
  }
}

export class HandsOutLookalikes extends BaseStore {
  static override caughtBy = ["store/gives-sdk-tokens"];
  static override repair =
    "Make every token that you return by `new OAuthToken(…)`; a plain object or a clone " +
    "lacks the class.";
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
  static override repair = "Copy the token's values into a row of plain strings when it is saved.";
  override async saveToken(token: OAuthToken) {
    const count = this.rows.length;
    const saving = super.saveToken(token);
    if (this.rows.length > count) this.live.set(token.getId() ?? "", token);
    await saving;
  }
}

export class HandsOutItsOwnToken extends LiveStore {
  static override caughtBy = ["store/gives-copies"];
  static override repair =
    "Make a new token from the row in every call; never return an object that you keep.";
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
  static override repair =
    "Take the next id from a counter that the storage keeps, or draw it at random; never " +
    "from the greatest id stored.";
  protected nextNumber() {
    return this.greatest() + 1;
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
  static override caughtBy = [
    "store/reopen-keeps-ids-distinct",
    "store/reopen-never-reuses-ids",
    "store/shares-users",
  ];
  static override repair =
    "Keep the counter in the storage, beside the rows: a field of the instance starts anew " +
    "with it.";
  #count = 0;
  protected nextNumber() {
    this.#count += 1;
    return this.#count;
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
  static override repair =
    'Read and write CSV by a parser that knows quotes, or store JSON; never `split(",")`.';
  protected garble(text: string) {
    return text.split(",")[0] ?? "";
  }
}

export class EndsARowAtTheNewline extends GarblingStore {
  static override caughtBy = ["store/keeps-hostile-strings"];
  static override repair =
    "Escape newlines where one line is one row, as JSON does, or read the file by a CSV parser.";
  protected garble(text: string) {
    return text.replace(/\r?\n.*/s, "");
  }
}

export class CutsAtNul extends GarblingStore {
  static override caughtBy = ["store/keeps-hostile-strings"];
  static override repair =
    "Store the bytes with their length, or escape NUL, where the storage ends a string there.";
  protected garble(text: string) {
    return text.replace(/\0.*/s, "");
  }
}

export class DropsALeadingMark extends GarblingStore {
  static override caughtBy = ["store/keeps-hostile-strings"];
  static override repair =
    'Decode by `new TextDecoder("utf-8", { ignoreBOM: true })`: otherwise it drops a leading ' +
    "U+FEFF.";
  protected garble(text: string) {
    return new TextDecoder().decode(new TextEncoder().encode(text));
  }
}

export class NormalizesUnicode extends GarblingStore {
  static override caughtBy = ["store/keeps-hostile-strings", "find/exact"];
  static override repair = "Store and compare every string as it came, without `normalize()`.";
  protected garble(text: string) {
    return text.normalize("NFC");
  }
}

export class DoublesQuotesInVain extends GarblingStore {
  static override caughtBy = ["store/keeps-hostile-strings"];
  static override repair =
    "Bind values as parameters, as they are: quotes that were doubled as well are stored doubled.";
  protected garble(text: string) {
    return text.replaceAll("'", "''");
  }
}

export class UnescapesWhatWasNeverEscaped extends GarblingStore {
  static override caughtBy = ["store/keeps-any-string"];
  static override repair =
    "Escape the backslash too, before all else, or leave both ways to `JSON.stringify` and " +
    "`JSON.parse`.";
  protected garble(text: string) {
    return text.replaceAll("\\n", "\n");
  }
}

export class CutsAt255Characters extends GarblingStore {
  static override caughtBy = ["store/keeps-long-strings"];
  static override repair =
    "Make the columns `TEXT` instead of `varchar(255)`, and run the database in its strict mode.";
  protected garble(text: string) {
    return text.slice(0, 255);
  }
}

export class CutsAt255CharactersOnUpdate extends BaseStore {
  static override caughtBy = ["store/keeps-long-strings"];
  static override repair =
    "Send inserts and updates through the same code: a limit that one of them lacks, the " +
    "other has by mistake.";
  protected override merge(match: StoredRow, given: TokenRow) {
    const merged = super.merge(match, given);
    return { ...merged, redirect_url: merged.redirect_url?.slice(0, 255) ?? null };
  }
}

export class RevivesDates extends GarblingStore {
  static override caughtBy = ["store/keeps-hostile-strings"];
  static override repair =
    "Drop the reviver from `JSON.parse`, and any date parsing of the driver: all ten fields " +
    "are strings.";
  protected garble(text: string) {
    return /^\d{4}-\d\d-\d\dT/.test(text) ? new Date(text).toISOString() : text;
  }
}

export class TakesAPlusForASpace extends GarblingStore {
  static override caughtBy = ["store/keeps-hostile-strings"];
  static override repair =
    "Decode by what belongs to the encoder: `decodeURIComponent` undoes " +
    "`encodeURIComponent`, a form's decoder does not.";
  protected garble(text: string) {
    return text.replaceAll("+", " ");
  }
}

export class ComparesTheFirst255Characters extends BaseStore {
  static override caughtBy = ["store/finds-long-strings"];
  static override repair =
    "Compare whole values among the rows that a prefix index finds, or index a hash of the value.";
  protected override isSame(stored: string | null, wanted: string) {
    return stored?.slice(0, 255) === wanted.slice(0, 255);
  }
}

export class IndexesInAPlainObject extends BaseStore {
  static override caughtBy = ["store/finds-hostile-strings"];
  static override repair =
    "Index in a `Map`: in a plain object `constructor` is there before anybody has stored it.";
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
  static override repair =
    "Ask every string `isWellFormed()` before you write or look up, and reject; " +
    "`toWellFormed()` makes it another string.";
  protected override read(token: OAuthToken) {
    return super.read(withWellFormedFields(token));
  }
}

export class LooksUpHalfSurrogatesAsReplacement extends BaseStore {
  static override caughtBy = ["store/finds-nothing-by-ill-formed-strings"];
  static override repair =
    "Return `null` for an id that is not well-formed, before a driver encodes it as U+FFFD.";
  override async findTokenById(id: string) {
    return super.findTokenById(typeof id === "string" ? toWellFormed(id) : id);
  }
}

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
