import { KEY_COLUMNS, type KeyColumn, lookupKeys, passesGuards } from "../../src/token-matching.js";
import { COLUMNS, type StoredRow, type TokenRow } from "../../src/token-row.js";
import {
  CLIENT_CASES,
  EVERY_COMBINATION,
  FALLS_THROUGH,
  type GuardCase,
  KEY_NAMES,
  keyClauses,
  NO_KEY_CASES,
  OUTCOME_CLAUSES,
  OWNER_CASES,
  orderClause,
  SECRET_NOT_COMPARED,
} from "./ladder-clauses.js";
import { clauseLink, GENERATED, page, table } from "./markdown.js";
import { readModuleDocs } from "./token-store-docs.js";

/** Writes the lookup ladder as decision tables. Every order and every yes or no is computed. */
export function ladderPage(): string {
  const source = new URL("../../src/token-matching.ts", import.meta.url);
  const [title = "", ...paragraphs] = readModuleDocs(source);
  return page(
    GENERATED,
    "# The lookup ladder",
    title.replace(/^The lookup ladder: w/, "W"),
    ...paragraphs,
    "`findToken` and `saveToken` climb the same ladder. It is code in one place, " +
      "[`src/token-matching.ts`](../../src/token-matching.ts), and this page is computed from it. " +
      `A token that carries every key at once is tried by ${clauseLink(EVERY_COMBINATION.find)} ` +
      `and ${clauseLink(EVERY_COMBINATION.save)}, with every other combination.`,
    "## Try it",
    "Say what the given token and the one stored token bear, and see which key decides.",
    PLACE,
    ...keys(),
    ...order(),
    ...ownerGuard(),
    ...clientGuard(),
    ...noKey(),
    ...outcomes(),
  );
}

/** Where the site puts a ladder that can be set, which is drawn from the same code. */
const PLACE = "<div data-ladder>\n\nThis works on the site: `npm run docs:serve`.\n\n</div>";

const full: TokenRow = row(Object.fromEntries(KEY_COLUMNS.map((column) => [column, "x"])));
const bareKeys = lookupKeys(full).map(({ column }) => column);
const clientKeys = lookupKeys({ ...full, client_id: "C" }).map(({ column }) => column);

function row(fields: Partial<TokenRow>): TokenRow {
  const blank = Object.fromEntries(COLUMNS.map((column) => [column, null]));
  return { ...(blank as TokenRow), ...fields };
}

function keys(): string[] {
  const rows = KEY_COLUMNS.map((_, step) => {
    const [bare, client] = [bareKeys[step], clientKeys[step]];
    if (bare === undefined || client === undefined) throw new Error("the ladders differ in length");
    return [String(step + 1), keyCell(bare, false), keyCell(client, true)];
  });
  return [
    "## Which keys, in which order",
    "Take the column that fits the given token, and climb down. A key that the token does not " +
      "carry is skipped: `null`, `undefined` and the empty string count as not there " +
      `(${clauseLink("find/blank-is-no-key")}, ${clauseLink("find/blank-user-is-no-user")}).`,
    table(["step", "without client id and secret", "with a client id, a secret or both"], rows),
    "Values are compared exactly " +
      `(${clauseLink("find/exact")}, ${clauseLink("store/finds-hostile-strings")}). ` +
      "Where two stored tokens tie on one key, either may be chosen, but whole " +
      `(${clauseLink("find/tie")}).`,
  ];
}

function keyCell(column: KeyColumn, hasClient: boolean): string {
  const { find, save } = keyClauses(column, hasClient);
  return `**${KEY_NAMES[column]}**: ${clauseLink(find, "find")}, ${clauseLink(save, "save")}`;
}

function order(): string[] {
  const pairs = (columns: readonly KeyColumn[], token: string) =>
    columns.slice(1).map((weaker, index) => {
      const stronger = columns[index] ?? weaker;
      return [
        token,
        KEY_NAMES[stronger],
        KEY_NAMES[weaker],
        clauseLink(orderClause(stronger, weaker)),
      ];
    });
  const rows = [...pairs(bareKeys, "without client"), ...pairs(clientKeys, "with client")];
  return [
    "### Which of two keys wins",
    "The given token carries two keys, and each finds another stored token.",
    table(["given token", "wins", "over", "decided by"], rows),
    "A key that finds no stored token, or only such as a guard below withholds, does not end the " +
      `search: the next one is tried (${clauseLink(FALLS_THROUGH)}).`,
  ];
}

function ownerGuard(): string[] {
  return [
    "## The owner guard",
    "A stored token that bears a user's name is never matched by a token that bears another one. " +
      "It guards every key but the user name, which is that name.",
    guardTable("user_name", "user", OWNER_CASES, ["refresh_token", "id"]),
  ];
}

function clientGuard(): string[] {
  return [
    "## The client guard",
    "A token is valid only for the client that it was issued to, so the three tokens match across " +
      "client ids only where one side bears none. A user name and an id are not guarded.",
    guardTable("client_id", "client id", CLIENT_CASES, ["user_name", "refresh_token", "id"]),
    "The client secret is not compared: it can be rotated " +
      `(${clauseLink(SECRET_NOT_COMPARED.find)}, ${clauseLink(SECRET_NOT_COMPARED.save)}).`,
  ];
}

/** Asks the guards themselves. The three tokens are guarded alike, which is checked. */
function guardTable(
  field: "user_name" | "client_id",
  name: string,
  cases: readonly GuardCase[],
  columns: readonly KeyColumn[],
): string {
  const answer = (stored: string | null, given: string | null, column: KeyColumn) =>
    passesGuards(
      { ...row({ [field]: stored }), id: "x" } as StoredRow,
      row({ [field]: given }),
      column,
    );
  const rows = cases.map(({ stored, given, clauses }) => {
    const tokens = (["access_token", "grant_token", "refresh_token"] as const).map((column) =>
      answer(stored, given, column),
    );
    if (new Set(tokens).size > 1) throw new Error("the guards treat the three tokens differently");
    return [
      stored ?? "none",
      given ?? "none",
      ...columns.map((column) => (answer(stored, given, column) ? "yes" : "**no**")),
      clauses.map((id) => clauseLink(id)).join(", "),
    ];
  });
  const heads = columns.map((column) =>
    column === "refresh_token" ? "a token may match" : `the ${KEY_NAMES[column]} may match`,
  );
  return table([`stored ${name}`, `given ${name}`, ...heads, "decided by"], rows);
}

function noKey(): string[] {
  const rows = NO_KEY_CASES.map(({ given, fields, clause }) => {
    if (lookupKeys(row(fields)).length > 0) throw new Error(`${given} is a key`);
    return [given, "nothing", clauseLink(clause)];
  });
  return [
    "## No key",
    "A token without a key means no stored token. It never means the first one.",
    table(["the given token carries only", "it matches", "decided by"], rows),
  ];
}

function outcomes(): string[] {
  const { isMeant, isNotMeant, nothingToStore } = OUTCOME_CLAUSES;
  return [
    "## What happens then",
    table(
      ["call", "a stored token is meant", "none is meant"],
      [
        [
          "`findToken`",
          `completes the given token from it (${clauseLink(isMeant.find)})`,
          `gives \`null\` (${clauseLink(isNotMeant.find)})`,
        ],
        [
          "`saveToken`",
          `updates it, and no other (${clauseLink(isMeant.save)})`,
          `inserts, where there is something to store (${clauseLink(isNotMeant.save)}, ` +
            `${clauseLink(nothingToStore)})`,
        ],
      ],
    ),
  ];
}
