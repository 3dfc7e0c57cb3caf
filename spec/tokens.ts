/**
 * The tokens that clauses try: chosen examples, every combination, and strings of all kinds.
 *
 * @module
 */
import fc from "fast-check";
import type { TokenFields } from "./token-fields.js";

/** A token with all of its fields but the id, every value bearing the user's name. */
export function fieldsOf(userName: string): TokenFields {
  return {
    userName,
    clientId: `client of ${userName}`,
    clientSecret: `secret of ${userName}`,
    refreshToken: `refresh of ${userName}`,
    accessToken: `access of ${userName}`,
    grantToken: `grant of ${userName}`,
    expiresIn: "4102444800123",
    redirectURL: `https://${userName}.test/callback`,
    apiDomain: `https://api.${userName}.test`,
  };
}

/** The client that the SDK's builder demands beside a grant token or a refresh token. */
export const CLIENT: TokenFields = { clientId: "C", clientSecret: "S" };

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
  "a/b",
  "..",
  "../up",
  "ann+tag@a.test",
  "$& $1 $$",
  "\u0024{HOME}",
  "%41",
  "a #b",
  "]]>",
  "2026-01-01T00:00:00Z",
  "non\ufffecharacter",
  "ends\n",
  "ends\u0000",
];

/** What careless storages take for the ids `a1` and `1`. */
export const NOT_THE_IDS: readonly string[] = [
  "01",
  "1.0",
  "1 ",
  "A1",
  "a1 ",
  "a",
  "%",
  "_",
  "a_",
  "1 OR 1=1",
  "x' OR '1'='1",
  "[1]",
  "*",
];

/** What a request body can hold in the place of an id, and some drivers take for a condition. */
export const NO_STRINGS: readonly unknown[] = [1, {}, { $ne: null }, ["1"], { id: 1 }, true];

/**
 * A string as long as no real token is: 64 KiB. No part of it comes again, as in real tokens: some
 * storages compress a value before they find it too long.
 */
export const LONG = withoutPattern(65_536);

/** Strings that no storage but JSON keeps: half a surrogate pair. */
export const ILL_FORMED: readonly string[] = ["\ud800", "half \udc00", "\udfff\ud800"];

/** How many characters Unicode has, the halves of surrogate pairs left out. */
const CHARACTERS = 0x110000 - 0x800;

/** Any character, "a" the simplest. (fast-check's own takes half a second to make.) */
const anyCharacter = fc.nat({ max: CHARACTERS - 1 }).map((number) => {
  const code = (number + 0x61) % CHARACTERS;
  return String.fromCodePoint(code < 0xd800 ? code : code + 0x800);
});

/** Up to twenty characters, and most often not just a few. */
const SOME = { minLength: 1, maxLength: 20, size: "max" } as const;

/** Any string that can be stored, the simplest first. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("a", "b", ...HOSTILE),
  // What escapes, quotes and ends a value, close together: half-done escaping shows there.
  { arbitrary: fc.string({ ...SOME, unit: fc.constantFrom(..."an\\'\",%") }), weight: 2 },
  fc.string({ minLength: 1, maxLength: 300, unit: anyCharacter }),
);

/** Draws hexadecimal digits by a generator of 32 bits, from where it always starts. */
function withoutPattern(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 28).toString(16);
  }).join("");
}
