/**
 * The tokens that clauses try: chosen examples, every combination, and random histories.
 *
 * @module
 */
import fc from "fast-check";
import { METHODS } from "./harness.js";
import { FIELDS, type Field, type TokenFields } from "./token-fields.js";

/** A token with all of its fields but the id, every value bearing the user's name. */
export function fieldsOf(userName: string): TokenFields {
  return {
    userName,
    clientId: `client of ${userName}`,
    clientSecret: `secret of ${userName}`,
    refreshToken: `refresh of ${userName}`,
    accessToken: `access of ${userName}`,
    grantToken: `grant of ${userName}`,
    expiresIn: "1767225600000",
    redirectURL: `https://${userName}.test/callback`,
    apiDomain: `https://api.${userName}.test`,
  };
}

/** The seven fields that tell which token is meant, with the values of {@link KEY_ROWS}. */
export const IDENTITY: TokenFields = {
  userName: "ann",
  accessToken: "A",
  grantToken: "G",
  refreshToken: "R",
  clientId: "C",
  clientSecret: "S",
  id: "7",
};

/** Five stored tokens, each of which one key of {@link IDENTITY} finds. */
export const KEY_ROWS: readonly TokenFields[] = [
  { userName: "ann", refreshToken: "of ann" },
  { accessToken: "A", refreshToken: "with A" },
  { grantToken: "G", refreshToken: "with G" },
  { refreshToken: "R" },
  { id: "7", refreshToken: "with id" },
];

/** Every combination of the seven identity fields, those with fewer fields first: 128. */
export const COMBINATIONS: readonly TokenFields[] = combinations(IDENTITY);

function combinations(fields: TokenFields): TokenFields[] {
  let all: [string, string][][] = [[]];
  for (const entry of Object.entries(fields)) {
    all = [...all, ...all.map((some) => [...some, entry])];
  }
  return all
    .sort((one, other) => one.length - other.length)
    .map((some) => Object.fromEntries(some));
}

/** Pairs of strings that careless storages take for the same. */
export const TWINS: readonly (readonly [stored: string, twin: string])[] = [
  ["ann", "Ann"],
  ["ann", "ann "],
  ["ann", " ann"],
  ["an\u0303a", "a\u00f1a"],
  ["ana", "a\u00f1a"],
  ["1", "01"],
  ["1", "1.0"],
  ["ann", "a%"],
  ["ann", "a_n"],
  ["ann", "anna"],
  ["strasse", "stra\u00dfe"],
];

/** Strings that have broken a storage before: each must come back, and be found, unchanged. */
export const HOSTILE: readonly string[] = [
  "O'Brien",
  'say "hi"',
  "a,b",
  "two\nlines",
  "two\r\nlines",
  "tab\tbed",
  "NUL\u0000inside",
  "what?",
  "100%",
  "a_b",
  "back\\slash",
  "\ufeffleading mark",
  "line\u2028separator",
  "\u{1f511} key",
  "\u00e9",
  "e\u0301",
  " spaces ",
  "null",
  "0x10",
  "1e3",
  "__proto__",
  "constructor",
  "{{y}}<z>&amp;",
  "'; DROP TABLE oauthtoken; --",
  `["json"]`,
  "\u0001\u001f\u007f",
];

/** A string as long as no real token is: 64 KiB. */
export const LONG = "0123456789abcdef".repeat(4096);

/** Strings that no storage but JSON keeps: half a surrogate pair. */
export const ILL_FORMED: readonly string[] = ["\ud800", "half \udc00", "\udfff\ud800"];

/** Any string that can be stored, the simplest first. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("a", "b", ...HOSTILE),
  // What escapes, quotes and ends a value, close together: half-done escaping shows there.
  { arbitrary: fc.string({ minLength: 1, unit: fc.constantFrom(..."an\\'\",%") }), weight: 2 },
  fc.string({ minLength: 1, maxLength: 300, unit: "binary" }),
);

/** A call as it is planned: an id may say `#2`, the third of the tokens stored at that time. */
export interface PlannedCall {
  readonly method:
    | "findToken"
    | "saveToken"
    | "deleteToken"
    | "getTokens"
    | "deleteTokens"
    | "findTokenById"
    | "reopen";
  readonly token: TokenFields;
  readonly id: string;
}

/** The values that one history draws from: few a field, so that calls meet. */
type Palette = Readonly<Record<Field, readonly string[]>>;

const ids = ["#0", "#1", "#2", "1", "01"];

const plain: Palette = palette(["1", "2"]);
const twins: Palette = palette(["x", "X"]);
const hostile: Palette = palette(["O'Brien", 'a,b\n"c"']);

function palette(values: readonly string[]): Palette {
  const entries = FIELDS.map((field) => [field, field === "id" ? ids : values] as const);
  return Object.fromEntries(entries) as Palette;
}

/** How often, of ten tokens, a field is there. The keys collide often enough to matter. */
const PRESENCE: Readonly<Record<Field, number>> = {
  id: 1,
  userName: 4,
  clientId: 3,
  clientSecret: 1,
  refreshToken: 5,
  accessToken: 4,
  grantToken: 3,
  expiresIn: 2,
  redirectURL: 1,
  apiDomain: 2,
};

function tokensFrom(values: Palette): fc.Arbitrary<TokenFields> {
  const fields = FIELDS.map((field) => {
    const value = fc.constantFrom<string | undefined>(...values[field]);
    const absent = fc.constant(undefined);
    return fc
      .oneof(
        { withCrossShrink: true },
        { arbitrary: absent, weight: 10 - PRESENCE[field] },
        { arbitrary: value, weight: PRESENCE[field] },
      )
      .map((chosen) => [field, chosen] as const);
  });
  return fc
    .tuple(...fields)
    .map((entries) => Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
}

/** Tokens that carry one key and nothing else: what they find, that key alone has found. */
function singleKeysFrom(values: Palette): fc.Arbitrary<TokenFields> {
  return fc
    .constantFrom<Field>("userName", "refreshToken", "accessToken", "grantToken")
    .chain((field) => fc.constantFrom(...values[field]).map((value) => ({ [field]: value })));
}

function callsFrom(values: Palette, methods: readonly PlannedCall["method"][]) {
  const id = fc.constantFrom(...ids, "unknown", "");
  return fc.constantFrom(...methods).chain((method) => {
    const token =
      method === "findToken"
        ? fc.oneof(singleKeysFrom(values), tokensFrom(values))
        : tokensFrom(values);
    return fc.record<PlannedCall>({ method: fc.constant(method), token, id });
  });
}

/**
 * Methods in the proportion in which histories call them. The first is the one that a failing
 * history is reduced to where any call will do.
 */
const MIX: readonly PlannedCall["method"][] = [
  "getTokens",
  ...Array<"findTokenById">(2).fill("findTokenById"),
  ...Array<"findToken">(6).fill("findToken"),
  ...Array<"saveToken">(8).fill("saveToken"),
  ...Array<"deleteToken">(2).fill("deleteToken"),
  "deleteTokens",
];

/**
 * Sequences of calls, drawn from few values so that they meet.
 *
 * @param canReopen - Whether the storage may be reopened in between.
 */
export function histories(canReopen: boolean): fc.Arbitrary<PlannedCall[]> {
  const methods = canReopen ? [...MIX, "reopen" as const] : MIX;
  const from = (values: Palette) =>
    fc.array(callsFrom(values, methods), { maxLength: 24, size: "max" });
  return fc.oneof({ withCrossShrink: true }, from(plain), from(twins), from(hostile));
}

/** Calls made one by one, then calls that are in flight together. */
export interface Batch {
  readonly before: readonly PlannedCall[];
  readonly together: readonly PlannedCall[];
}

/** One or two saves, then two to four calls at once. */
export function batches(): fc.Arbitrary<Batch> {
  const methods = ["getTokens", ...METHODS] as const;
  const id = fc.constantFrom("#0", "#1");
  const saves = callsFrom(plain, ["saveToken"]).map((call) => ({
    ...call,
    token: { refreshToken: "1", ...call.token },
  }));
  const calls = fc.tuple(callsFrom(plain, methods), id).map(([call, id]) => ({ ...call, id }));
  return fc.record({
    before: fc.array(saves, { minLength: 1, maxLength: 2 }),
    together: fc.array(calls, { minLength: 2, maxLength: 4 }),
  });
}
