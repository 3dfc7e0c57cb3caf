import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "sql.js";
import { describe, expect, it } from "vitest";
import { SqliteTokenStore } from "../../src/index.js";
import { COLUMNS } from "../../src/token-row.js";
import {
  databaseImage,
  freshFolder,
  look,
  openStore,
  PUBLISHED_TABLE,
  pictureOf,
  refusalOf,
  rowOf,
  tokenOf,
  usersIn,
  valuesOf,
} from "./arrange.js";

const INSERT = `INSERT INTO oauthtoken VALUES (${COLUMNS.map(() => "?")})`;

/** Puts two tokens into the table. */
function fill(database: Database): void {
  for (const number of [1, 2]) database.run(INSERT, Object.values(rowOf(number)));
}

async function fileOf(write: (database: Database) => void): Promise<string> {
  const file = join(freshFolder(), "zohooauth.db");
  writeFileSync(file, await databaseImage(write));
  return file;
}

/** Makes a file from SQL. */
function fileOfSql(...sql: string[]): Promise<string> {
  return fileOf((database) => {
    for (const statement of sql) database.run(statement);
  });
}

/** Expects the whole contract of what is in a file: reading, adding, updating, removing. */
async function works(file: string): Promise<void> {
  const store = await openStore(file);
  expect(valuesOf((await store.findTokenById("id1")) ?? tokenOf({}))).toEqual(
    Object.values(rowOf(1)),
  );
  for (const column of ["user_name", "refresh_token", "access_token", "grant_token"] as const) {
    const found = await store.findToken(tokenOf({ [column]: rowOf(2)[column] }));
    expect(found?.getId()).toBe("id2");
    const { [column]: value } = rowOf(2);
    expect(await store.findToken(tokenOf({ [column]: value.toUpperCase() }))).toBeNull();
  }
  await store.saveToken(tokenOf(rowOf(3)));
  await store.saveToken(tokenOf({ user_name: "user_name 1", access_token: "new" }));
  await store.deleteToken("ID2");
  expect(await usersIn(store)).toEqual(["user_name 1", "user_name 2", "user_name 3"]);
  await store.deleteToken("id2");
  const again = await openStore(file);
  expect(await usersIn(again)).toEqual(["user_name 1", "user_name 3"]);
  expect((await again.findTokenById("id1"))?.getAccessToken()).toBe("new");
}

describe("a database of another program", () => {
  it("works when it has the published table", async () => {
    await works(await fileOf((database) => fill(database.run(PUBLISHED_TABLE))));
  });

  it.each([512, 1024, 8192, 65536])("works with pages of %i bytes", async (size) => {
    const pragma = `PRAGMA page_size = ${size}`;
    const file = await fileOf((database) => fill(database.run(pragma).run(PUBLISHED_TABLE)));
    await works(file);
    expect(readFileSync(file).readUInt16BE(16)).toBe(size === 65536 ? 1 : size);
  });

  it.each(["full", "incremental"])("works with auto_vacuum = %s", async (mode) => {
    const pragma = `PRAGMA auto_vacuum = ${mode}`;
    await works(await fileOf((database) => fill(database.run(pragma).run(PUBLISHED_TABLE))));
  });

  it("works when it was left in WAL mode, cleanly closed", async () => {
    const file = await fileOf((database) => fill(database.run(PUBLISHED_TABLE)));
    const image = readFileSync(file);
    writeFileSync(file, image.fill(2, 18, 20));
    await works(file);
  });

  it("works when an old writer has left the page count in its header stale", async () => {
    const file = await fileOf((database) => fill(database.run(PUBLISHED_TABLE)));
    const image = readFileSync(file);
    image.writeUInt32BE(1, 28);
    image.writeUInt32BE(image.readUInt32BE(24) - 1, 92);
    writeFileSync(file, image);
    await works(file);
  });

  it("works with a table WITHOUT ROWID", async () => {
    const table = `${PUBLISHED_TABLE} WITHOUT ROWID`;
    await works(await fileOf((database) => fill(database.run(table))));
  });

  it("works with collations that ignore case, and still compares exactly", async () => {
    const table = PUBLISHED_TABLE.replaceAll(/varchar\(\d+\)/g, "$& COLLATE NOCASE");
    await works(await fileOf((database) => fill(database.run(table))));
  });

  it("works with indexes of its own, and they are used", async () => {
    const index = "CREATE UNIQUE INDEX theirs ON oauthtoken (user_name)";
    const file = await fileOf((database) => fill(database.run(PUBLISHED_TABLE).run(index)));
    await works(file);
    const names = await look(readFileSync(file), (database) =>
      database.exec("SELECT name FROM pragma_index_list('oauthtoken')")[0]?.values.flat(),
    );
    expect(names).toContain("theirs");
    expect(names).not.toContain("oauthtoken_user_name");
  });

  it("works with indexes that serve no lookup, beside those that do", async () => {
    const file = await fileOf((database) => {
      database.run(PUBLISHED_TABLE);
      database.run("CREATE INDEX partial ON oauthtoken (user_name) WHERE user_name > 'm'");
      database.run("CREATE INDEX nocase ON oauthtoken (user_name COLLATE NOCASE)");
      database.run("CREATE INDEX second ON oauthtoken (client_id, user_name)");
      fill(database);
    });
    await works(file);
    const names = await look(readFileSync(file), (database) =>
      database.exec("SELECT name FROM pragma_index_list('oauthtoken')")[0]?.values.flat(),
    );
    expect(names).toContain("oauthtoken_user_name");
  });

  it("keeps its other tables, its user_version and its application_id", async () => {
    const file = await fileOf((database) => {
      database.run("CREATE TABLE other (a, b); INSERT INTO other VALUES (1, 'x'), (2, NULL)");
      database.run("PRAGMA user_version = 7; PRAGMA application_id = 11");
    });
    const store = await openStore(file);
    await store.saveToken(tokenOf(rowOf(1)));
    const kept = await look(readFileSync(file), (database) =>
      database
        .exec(
          "SELECT * FROM other; PRAGMA user_version; PRAGMA application_id; SELECT id FROM oauthtoken",
        )
        .flatMap(({ values }) => values),
    );
    expect(kept).toEqual([[1, "x"], [2, null], [7], [11], ["id1"]]);
  });

  it("is byte for byte what it was after opening and reading", async () => {
    const file = await fileOf((database) => fill(database.run(PUBLISHED_TABLE)));
    const before = pictureOf(join(file, ".."));
    const store = await openStore(file);
    await store.findToken(tokenOf({ user_name: "user_name 1" }));
    await store.getTokens();
    await store.close();
    expect(pictureOf(join(file, ".."))).toEqual(before);
  });

  it("may hold empty strings where there is nothing", async () => {
    const file = await fileOf((database) =>
      database.run(PUBLISHED_TABLE).run(INSERT, ["1", "ann", "", "", "R", "", "", "", "", ""]),
    );
    const store = await openStore(file);
    const [token] = await store.getTokens();
    expect(token === undefined ? [] : valuesOf(token)).toEqual([
      "1",
      "ann",
      null,
      null,
      "R",
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it("may hold numbers as text, as its column types make them", async () => {
    const row = "INSERT INTO oauthtoken (id, expiry_time) VALUES (7, 1700000000000)";
    const file = await fileOfSql(PUBLISHED_TABLE, row);
    const found = await (await openStore(file)).findTokenById("7");
    expect(found?.getExpiresIn()).toBe("1700000000000");
  });

  it("may have a trigger on another table", async () => {
    const file = await fileOf((database) => {
      database.run(PUBLISHED_TABLE).run("CREATE TABLE other (a)");
      database.run("CREATE TRIGGER oauthtoken AFTER INSERT ON other BEGIN SELECT 1; END");
      fill(database);
    });
    await works(file);
  });
});

const text = (column: string) => `${column} text`;
const columns = (declare: (column: string, index: number) => string) =>
  COLUMNS.map(declare).join(", ");

const foreign: [string, string[], RegExp][] = [
  ["another table of that name", ["CREATE TABLE oauthtoken (a, b)"], /not the published table/],
  [
    "the name in capitals, and other columns",
    ["CREATE TABLE OAuthToken (id text PRIMARY KEY, token text)"],
    /not the published table/,
  ],
  [
    "a column too many",
    [PUBLISHED_TABLE, "ALTER TABLE oauthtoken ADD COLUMN more text"],
    /not the published table/,
  ],
  [
    "a generated column",
    [`CREATE TABLE oauthtoken (${columns(text)}, more AS (id || 1), PRIMARY KEY (id))`],
    /not the published table/,
  ],
  [
    "another order of columns",
    [
      `CREATE TABLE oauthtoken (${columns((_, i) => text(COLUMNS[9 - i] ?? ""))}, PRIMARY KEY (id))`,
    ],
    /not the published table/,
  ],
  [
    "columns that turn text into numbers",
    [`CREATE TABLE oauthtoken (${columns((column) => `${column} int`)}, PRIMARY KEY (id))`],
    /not the published table/,
  ],
  [
    "columns whose type only looks like text",
    [`CREATE TABLE oauthtoken (${columns((column) => `${column} pointtext`)}, PRIMARY KEY (id))`],
    /not the published table/,
  ],
  ["no primary key", [`CREATE TABLE oauthtoken (${columns(text)})`], /not the published table/],
  [
    "a primary key of two columns",
    [`CREATE TABLE oauthtoken (${columns(text)}, PRIMARY KEY (id, user_name))`],
    /not the published table/,
  ],
  [
    "a view of that name",
    [`CREATE VIEW oauthtoken AS SELECT ${columns((column) => `'x' AS ${column}`)}`],
    /not the published table/,
  ],
  [
    "a virtual table of that name",
    [`CREATE VIRTUAL TABLE oauthtoken USING fts3(${columns(text)})`],
    /not the published table/,
  ],
  [
    "an index of that name",
    ["CREATE TABLE other (a)", "CREATE INDEX oauthtoken ON other (a)"],
    /there is already an index named oauthtoken/,
  ],
  [
    "an index of our name on something else",
    [PUBLISHED_TABLE, "CREATE INDEX oauthtoken_user_name ON oauthtoken (client_id)"],
    /index oauthtoken_user_name already exists/,
  ],
  [
    "a table with the name of our index",
    [PUBLISHED_TABLE, "CREATE TABLE oauthtoken_user_name (a)"],
    /there is already a table named oauthtoken_user_name/,
  ],
  [
    "a trigger on the table",
    [
      PUBLISHED_TABLE,
      "CREATE TRIGGER t AFTER INSERT ON OAUTHTOKEN BEGIN DELETE FROM oauthtoken; END",
    ],
    /has a trigger/,
  ],
  [
    "a token without an id",
    [
      `CREATE TABLE oauthtoken (${columns(text)}, PRIMARY KEY (id))`,
      "INSERT INTO oauthtoken (user_name) VALUES ('ann')",
    ],
    /a token without an id/,
  ],
  [
    "a token with an empty id",
    [PUBLISHED_TABLE, "INSERT INTO oauthtoken (id) VALUES ('')"],
    /a token without an id/,
  ],
  [
    "bytes in the place of text",
    [PUBLISHED_TABLE, "INSERT INTO oauthtoken (id, user_name) VALUES ('1', x'616e6e')"],
    /a value that is no text/,
  ],
  [
    "rows that break its own constraints",
    [
      PUBLISHED_TABLE.replace(
        "client_id varchar(255)",
        "client_id varchar(255) CHECK (client_id > 'a')",
      ),
      "PRAGMA ignore_check_constraints = on",
      "INSERT INTO oauthtoken (id, client_id) VALUES ('1', 'A')",
    ],
    /CHECK constraint failed in oauthtoken/,
  ],
];

describe("a database of another program is refused, and left as it was, when it has", () => {
  it.each(foreign)("%s", async (_, sql, reason) => {
    const file = await fileOfSql(...sql);
    const before = pictureOf(join(file, ".."));
    const error = await refusalOf(SqliteTokenStore.open(file));
    expect(error.message).toMatch(reason);
    expect(error.message).toContain(file);
    expect(pictureOf(join(file, ".."))).toEqual(before);
  });
});

describe("a table with constraints of its own", () => {
  it("refuses what they refuse, changes nothing then, and says which", async () => {
    const file = await fileOf((database) => {
      database.run(PUBLISHED_TABLE).run("CREATE UNIQUE INDEX one_client ON oauthtoken (client_id)");
      fill(database);
    });
    const store = await openStore(file);
    const token = tokenOf({ user_name: "eve", client_id: "client_id 1", refresh_token: "R" });
    const error = await refusalOf(store.saveToken(token));
    expect(error.message).toContain("UNIQUE constraint failed: oauthtoken.client_id");
    expect(token.getId()).toBeNull();
    expect(await usersIn(store)).toEqual(["user_name 1", "user_name 2"]);
  });

  it.each(["REPLACE", "IGNORE"])("never drops a row in silence ON CONFLICT %s", async (clause) => {
    const table = PUBLISHED_TABLE.replace(
      "primary key",
      `UNIQUE (api_domain) ON CONFLICT ${clause}, primary key`,
    );
    const file = await fileOf((database) => fill(database.run(table)));
    const store = await openStore(file);
    await refusalOf(store.saveToken(tokenOf({ ...rowOf(3), api_domain: "api_domain 1" })));
    await refusalOf(
      store.saveToken(tokenOf({ user_name: "user_name 2", api_domain: "api_domain 1" })),
    );
    expect(await usersIn(store)).toEqual(["user_name 1", "user_name 2"]);
    expect((await store.findTokenById("id2"))?.getAPIDomain()).toBe("api_domain 2");
  });

  it("puts no secret into the error when a function of theirs quotes it", async () => {
    const table = PUBLISHED_TABLE.replace(
      "primary key",
      "CHECK (json_extract('{}', refresh_token) IS NULL), primary key",
    );
    const store = await openStore(await fileOfSql(table));
    const error = await refusalOf(store.saveToken(tokenOf({ refresh_token: "canary" })));
    expect(error.message).toContain("withheld");
    expect(error.cause).toBeUndefined();
    expect(`${error.message} ${error.stack}`).not.toContain("canary");
  });
});
