/**
 * Stores with a mistake in how they keep and compare strings.
 *
 * @module
 */
import { OAuthToken } from "../../src/sdk.js";
import { KEY_COLUMNS, type LookupKey } from "../../src/token-matching.js";
import { COLUMNS, refusal, type StoredRow, type TokenRow } from "../../src/token-row.js";
import { BaseStore } from "./base-store.js";

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

export class KeepsOnlyWhatTextMayHold extends BaseStore {
  static override caughtBy = ["store/keeps-hostile-strings"];
  static override repair =
    "Escape NUL, as JSON does, or keep bytes: PostgreSQL refuses a `text` that has one.";
  protected override insert(given: TokenRow) {
    if (Object.values(given).some((text) => text?.includes("\0"))) {
      throw refusal("invalid byte sequence for encoding UTF8: 0x00");
    }
    return super.insert(given);
  }
}

export class IndexesWholeValues extends BaseStore {
  static override caughtBy = ["store/keeps-long-strings"];
  static override repair =
    "Index a hash of the value: an entry of a B-tree takes some 2,700 bytes, and PostgreSQL " +
    "compresses the value before it counts them, so that a test with one letter does not show it.";
  protected override insert(given: TokenRow) {
    const isTooLong = KEY_COLUMNS.some((column) => {
      const value = given[column] ?? "";
      return value.length > 2700 && !value.startsWith(value.slice(16));
    });
    if (isTooLong) throw refusal("index row size exceeds btree version 4 maximum 2704");
    return super.insert(given);
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
  static override caughtBy = ["find/exact"];
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

export class WritesHalfSurrogatesAsReplacement extends BaseStore {
  static override caughtBy = ["store/refuses-ill-formed-strings"];
  static override repair =
    "Ask every string `isWellFormed()` before you write: `Buffer.from(text)` turns half a " +
    "pair into U+FFFD and says nothing.";
  override async saveToken(token: OAuthToken) {
    await super.saveToken(withWellFormedFields(token));
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
