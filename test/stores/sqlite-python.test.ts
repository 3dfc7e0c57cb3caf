import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { COLUMNS } from "../../src/token-row.js";
import { isRequired } from "../services/required.js";
import { freshFolder, openStore, PUBLISHED_TABLE, rowOf, tokenOf, valuesOf } from "./arrange.js";

/** Runs a Python script on a database file, with a value at hand, and gives what it prints. */
function python(file: string, script: string, value: unknown = null): unknown {
  const source = `
import json, sqlite3, sys
value = json.loads(sys.argv[2])
connection = sqlite3.connect(sys.argv[1])
cursor = connection.cursor()
${script}
connection.commit()
connection.close()`;
  const child = spawnSync("python3", ["-c", source, file, JSON.stringify(value)], {
    encoding: "utf8",
  });
  expect(child.stderr).toBe("");
  return child.stdout === "" ? null : JSON.parse(child.stdout);
}

const hasPython = spawnSync("python3", ["-c", "import sqlite3"]).status === 0;
const isMissing = !hasPython && !isRequired("python3");
const WHY = "there is no python3 with sqlite3 here";

const INSERT = `cursor.executemany("insert into oauthtoken (id,user_name,client_id,client_secret,\\
refresh_token,access_token,grant_token,expiry_time,redirect_url,api_domain) \\
values (?,?,?,?,?,?,?,?,?,?);", value)`;

const ROWS = [
  ...Array.from({ length: 40 }, (_, number) => Object.values(rowOf(number))),
  [
    "1",
    "O'Brien",
    "c",
    "s",
    "\ufeffmark",
    "emoji \u{1f600}",
    "e\u0301 \u00e9",
    "17",
    "a,b\n",
    "x\0y",
  ],
  ["01", null, null, null, "only", null, null, null, null, null],
];

it("opens a database that Python has made after the published schema", async ({ skip }) => {
  if (isMissing) skip(WHY);
  const file = join(freshFolder(), "zohooauth.db");
  python(file, `cursor.execute(value)`, PUBLISHED_TABLE);
  python(file, INSERT, ROWS);
  const store = await openStore(file);
  expect((await store.getTokens()).map(valuesOf)).toEqual(ROWS);
  const found = await store.findToken(tokenOf({ user_name: "O'Brien" }));
  expect(found?.getRefreshToken()).toBe("\ufeffmark");
});

it("is read by Python, and by its published statements, with every value equal", async ({
  skip,
}) => {
  if (isMissing) skip(WHY);
  const file = join(freshFolder(), "zohooauth.db");
  const store = await openStore(file);
  for (const values of ROWS) {
    const row = values.map((value, index) => [COLUMNS[index], value ?? undefined]);
    await store.saveToken(tokenOf(Object.fromEntries(row)));
  }
  const read = `cursor.execute("select * from oauthtoken;")
print(json.dumps(cursor.fetchall()))`;
  expect(python(file, read)).toEqual(ROWS);
  const check = `print(json.dumps(cursor.execute("pragma integrity_check").fetchall()))`;
  expect(python(file, check)).toEqual([["ok"]]);
});

it("works in turns with Python on one file", async ({ skip }) => {
  if (isMissing) skip(WHY);
  const file = join(freshFolder(), "zohooauth.db");
  const store = await openStore(file);
  await store.saveToken(tokenOf({ id: "1", user_name: "ann", refresh_token: "R" }));
  await store.close();
  python(file, `cursor.execute("update oauthtoken set access_token='A' where user_name='ann'")`);
  python(file, INSERT, [Object.values(rowOf(2))]);
  const again = await openStore(file);
  expect((await again.findTokenById("1"))?.getAccessToken()).toBe("A");
  await again.deleteToken("id2");
  const count = `print(json.dumps(cursor.execute("select count(*) from oauthtoken").fetchall()))`;
  expect(python(file, count)).toEqual([[1]]);
});

it("opens what Python has left in WAL mode and closed", async ({ skip }) => {
  if (isMissing) skip(WHY);
  const file = join(freshFolder(), "zohooauth.db");
  python(file, `cursor.execute("pragma journal_mode=wal")\ncursor.execute(value)`, PUBLISHED_TABLE);
  python(file, INSERT, ROWS);
  const store = await openStore(file);
  expect(await store.getTokens()).toHaveLength(ROWS.length);
  await store.deleteToken("01");
  expect(await (await openStore(file)).getTokens()).toHaveLength(ROWS.length - 1);
});
