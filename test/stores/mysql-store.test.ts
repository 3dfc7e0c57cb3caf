import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkTokenStore, type OpenedStore } from "../../spec/index.js";
import { describeTokenStore } from "../../spec/vitest.js";
import mysql, { mysqlHarness } from "../harnesses/mysql.js";
import published, { PUBLISHED_COLUMNS } from "../harnesses/mysql-published-table.js";
import { serverName, WHY_SKIPPED } from "../services/mariadb.js";

const hasServer = (await serverName()) !== null;

/** Fewer random examples than by default: each waits for the disk of a server. */
const runs = 10;

/** An open store keeps the tables of the harness from being made anew for every clause. */
let kept: OpenedStore | undefined;
beforeAll(async () => {
  if (hasServer) kept = await mysql.open();
});
afterAll(() => kept?.close?.());

if (hasServer) describeTokenStore(mysql, { strict: true, runs });

/** What no store can do where the columns hold 255 characters. */
const TOO_SHORT = [
  "store/keeps-long-strings failed",
  "store/finds-long-strings blocked",
  "store/any-sequence blocked",
  "parallel/serial-order blocked",
];

/** What no store can do where a collation takes `A1` for `a1` in the primary key. */
const FOLDED_IDS = ["save/own-ids-exact failed", "save/every-combination blocked"];

/** What no store can do where a character set has no emoji. */
const NO_EMOJI = [
  "by-id/any-characters blocked",
  "store/keeps-hostile-strings blocked",
  "store/finds-hostile-strings blocked",
  "store/keeps-any-string blocked",
];

/** What no store can do where a character set has neither combining characters nor U+FFFD. */
const LATIN_ONLY = [
  "find/exact failed",
  "find/every-combination blocked",
  "save/exact blocked",
  "store/finds-nothing-by-ill-formed-strings failed",
];

describe("on the published table", () => {
  test.for([
    ["of the server's own collation", published, [...TOO_SHORT, ...FOLDED_IDS]],
    [
      "of latin1_swedish_ci",
      of("latin1_swedish_ci"),
      [...TOO_SHORT, ...FOLDED_IDS, ...NO_EMOJI, ...LATIN_ONLY],
    ],
  ] as const)(
    "%s, all holds but what its columns cannot keep",
    async ([, harness, wanted], { skip }) => {
      skip(!hasServer, WHY_SKIPPED);
      const { clauses } = await checkTokenStore(harness, { runs: 1 });
      const fallen = clauses.filter(({ verdict }) => verdict !== "passed");
      expect(fallen.map(({ id, verdict }) => `${id} ${verdict}`).sort()).toEqual(
        [...wanted].sort(),
      );
      // Nothing is stored otherwise than it was given: what does not fit is refused.
      for (const { actual, verdict } of fallen) {
        if (verdict === "failed")
          expect(actual).toMatch(/does not fit into its column|ER_DUP_ENTRY/);
      }
    },
  );
});

function of(collation: string, columns = PUBLISHED_COLUMNS) {
  return mysqlHarness(`MySqlTokenStore on ${collation}`, `${columns} COLLATE ${collation}`);
}
