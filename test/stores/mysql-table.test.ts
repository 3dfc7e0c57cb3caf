import { inspect } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { type MySqlOptions, MySqlTokenStore } from "../../src/index.js";
import { COLUMNS } from "../../src/token-row.js";
import { PUBLISHED_COLUMNS } from "../harnesses/mysql-published-table.js";
import { MARIADB } from "../services/mariadb.js";
import { refusalOf, rowOf, tokenOf, valuesOf } from "./arrange.js";
import { useDatabase, usersIn } from "./mysql-arrange.js";

const database = useDatabase();

/** Opens a store on a table that the test makes, and tells how to look into it. */
async function openOn(columns: string, options: MySqlOptions = {}) {
  const table = await database.table(columns);
  const store = await database.open({ ...options, table });
  return { table, store, rows: () => database.query(`SELECT * FROM ${table} ORDER BY id`) };
}

const collated = (collation: string) => `${PUBLISHED_COLUMNS} COLLATE ${collation}`;

describe("the table that the store makes", () => {
  test("has the published columns in their order, and an index for every lookup", async () => {
    const table = await database.table();
    await database.open({ table });
    const columns = await database.query(`SHOW FULL COLUMNS FROM ${table}`);
    expect(columns.map(({ Field }) => Field)).toEqual(COLUMNS);
    expect(columns.map(({ Type }) => Type)).toEqual([
      "varchar(10)",
      ...Array(9).fill("mediumtext"),
    ]);
    expect(new Set(columns.map(({ Collation }) => Collation))).toEqual(new Set(["utf8mb4_bin"]));
    const keys = await database.query(`SHOW INDEX FROM ${table}`);
    expect(keys.map(({ Column_name }) => Column_name)).toEqual([
      "id",
      "user_name",
      "access_token",
      "grant_token",
      "refresh_token",
    ]);
  });

  test("is found by any name that the server takes for one", async () => {
    const table = "$0";
    const store = await database.open({ table });
    await store.saveToken(tokenOf(rowOf(1)));
    expect(await (await database.open({ table })).getTokens()).toHaveLength(1);
  });
});

describe("a table that is there", () => {
  test.for(["latin1_swedish_ci", "utf8mb4_general_ci", "utf8mb4_unicode_ci", "utf8mb4_bin"])(
    "of %s gives what other programs wrote, and compares exactly",
    async (collation) => {
      const { table, store } = await openOn(collated(collation));
      const values = (number: number) => Object.values(rowOf(number)).map((value) => `'${value}'`);
      await database.query(`INSERT INTO ${table} VALUES (${values(1)}), (${values(2)})`);
      expect(valuesOf((await store.findTokenById("id1")) ?? tokenOf({}))).toEqual(
        Object.values(rowOf(1)),
      );
      for (const column of ["user_name", "refresh_token", "access_token", "grant_token"] as const) {
        const { [column]: value } = rowOf(2);
        expect((await store.findToken(tokenOf({ [column]: value })))?.getId()).toBe("id2");
        for (const twin of [value.toUpperCase(), `${value} `, `${value}\0`, `é${value}`, "%"]) {
          expect(await store.findToken(tokenOf({ [column]: twin }))).toBeNull();
        }
      }
      for (const id of ["ID2", "id2 ", "ïd2", "id2\0", "%", "\u{1f511}", "2"]) {
        expect(await store.findTokenById(id)).toBeNull();
        await store.deleteToken(id);
      }
      expect(await usersIn(store)).toEqual(["user_name 1", "user_name 2"]);
      await store.deleteToken("id2");
      expect(await usersIn(store)).toEqual(["user_name 1"]);
    },
  );

  test("keeps users apart whom its collation takes for one", async () => {
    const { store, rows } = await openOn(collated("utf8mb4_general_ci"));
    const users = ["ann", "Ann", "ánn", "ann "];
    for (const user_name of users) {
      await store.saveToken(tokenOf({ user_name, refresh_token: "R" }));
      await store.saveToken(tokenOf({ user_name, access_token: `A of ${user_name}` }));
    }
    const stored = (await rows()).map(({ user_name, access_token }) => [user_name, access_token]);
    expect(new Map(stored as [string, string][])).toEqual(
      new Map(users.map((user) => [user, `A of ${user}`])),
    );
    expect(stored).toHaveLength(4);
  });

  test("refuses an id that its collation takes for another", async () => {
    const { store, rows } = await openOn(collated("utf8mb4_general_ci"));
    await store.saveToken(tokenOf({ id: "a1", refresh_token: "R1" }));
    const { message } = await refusalOf(
      store.saveToken(tokenOf({ id: "A1", refresh_token: "R2" })),
    );
    expect(message).toContain("A collation can take two spellings for one.");
    expect(await rows()).toHaveLength(1);
  });

  test("gives no row for half a surrogate pair, and deletes none", async () => {
    const { store } = await openOn(collated("utf8mb4_general_ci"));
    await store.saveToken(tokenOf({ id: "\ufffd", refresh_token: "R" }));
    await store.deleteToken("\ud800");
    expect(await store.findTokenById("\ud800")).toBeNull();
    expect(await store.findTokenById("\ufffd")).not.toBeNull();
  });

  test("has its empty strings taken for blank", async () => {
    const { table, store } = await openOn(PUBLISHED_COLUMNS);
    const values = COLUMNS.map((column) => `'${rowOf(1)[column]}'`);
    const blanks = values.with(1, "''").with(6, "''");
    await database.query(`INSERT INTO ${table} VALUES (${blanks})`);
    const token = tokenOf({ user_name: "ann", refresh_token: rowOf(1).refresh_token });
    expect((await store.findToken(token))?.getGrantToken()).toBeNull();
  });

  test("keeps SQL text as text", async () => {
    const { table, store, rows } = await openOn(PUBLISHED_COLUMNS);
    const text = `'; DROP TABLE ${table}; -- " \` \\`;
    await store.saveToken(tokenOf({ user_name: text, refresh_token: text }));
    await store.saveToken(tokenOf({ user_name: text, access_token: text }));
    await store.deleteToken("' OR '1'='1");
    expect(await rows()).toMatchObject([
      { user_name: text, refresh_token: text, access_token: text },
    ]);
  });

  test.for([
    ["lacks a column", PUBLISHED_COLUMNS.replace("api_domain varchar(255),", "")],
    ["has one more", PUBLISHED_COLUMNS.replace("primary", "more varchar(9), primary")],
    ["names one otherwise", PUBLISHED_COLUMNS.replace("user_name", "user_mail")],
    ["has a number", PUBLISHED_COLUMNS.replace("varchar(20)", "bigint")],
    ["has a number for an id", PUBLISHED_COLUMNS.replace("varchar(10)", "int")],
    ["has bytes", PUBLISHED_COLUMNS.replace("grant_token varchar", "grant_token varbinary")],
    ["has CHAR, which loses spaces", PUBLISHED_COLUMNS.replace("domain varchar", "domain char")],
    ["has short ids", PUBLISHED_COLUMNS.replace("varchar(10)", "varchar(9)")],
    ["has no primary key", PUBLISHED_COLUMNS.replace("primary key", "key")],
    ["has a wider primary key", PUBLISHED_COLUMNS.replace("key (id)", "key (id, user_name)")],
    ["takes no NULL", PUBLISHED_COLUMNS.replace("client_id varchar(255)", "$& NOT NULL")],
    ["computes a column", PUBLISHED_COLUMNS.replace("api_domain varchar(255)", "$& AS (id)")],
  ])("is refused, and left as it was, when it %s", async ([, columns]) => {
    const table = await database.table(columns);
    const before = await database.query(`SHOW CREATE TABLE ${table}`);
    const { message } = await refusalOf(database.open({ table }));
    expect(message).toContain(`the table \`${table}\` is not the published one: ten columns (id, `);
    expect(await database.query(`SHOW CREATE TABLE ${table}`)).toEqual(before);
  });

  test("is refused when it is a view", async () => {
    const table = await database.table(PUBLISHED_COLUMNS);
    await database.query(`CREATE VIEW a_view AS SELECT * FROM ${table}`);
    expect((await refusalOf(database.open({ table: "a_view" }))).message).toContain(
      "not the published",
    );
  });

  test("is refused when a crash can leave a change in it half made", async () => {
    const table = await database.table(`${PUBLISHED_COLUMNS} ENGINE = MyISAM`);
    const { message } = await refusalOf(database.open({ table }));
    await database.query(/ALTER TABLE .* = InnoDB/.exec(message)?.[0] ?? "");
    await (await database.open({ table })).saveToken(tokenOf(rowOf(1)));
  });
});

describe("a value that its column would not give back", () => {
  const wide = PUBLISHED_COLUMNS.replaceAll("varchar(255)", "text");
  const values = {
    "too long": [PUBLISHED_COLUMNS, "x".repeat(256), "holds 255 characters"],
    "too long by a space, which a server cuts in any mode": [
      PUBLISHED_COLUMNS,
      `${"x".repeat(255)} `,
      "holds 255 characters",
    ],
    "too long in bytes, if not in characters": [
      `${wide} CHARACTER SET utf8mb4`,
      "é".repeat(40_000),
      "holds 65535 bytes",
    ],
    "too long by spaces, in another character set": [
      `${wide} CHARACTER SET ucs2`,
      `x${" ".repeat(40_000)}`,
      "holds 65535 bytes",
    ],
    "of characters that latin1 lacks": [collated("latin1_swedish_ci"), "ł", "(latin1)"],
    "of characters that utf8mb3 lacks": [collated("utf8mb3_bin"), "\u{1f511}", "(utf8mb3)"],
    "of characters that swe7 lacks, as it does a bracket": [
      collated("swe7_swedish_ci"),
      "[",
      "(swe7)",
    ],
  } as const;

  test.for(Object.entries(values))(
    "%s, is refused until the column has room",
    async ([, [columns, value, why]]) => {
      const { store, rows } = await openOn(columns);
      await store.saveToken(tokenOf({ user_name: "ann", refresh_token: "R" }));
      const before = await rows();
      const update = tokenOf({ user_name: "ann", access_token: "A", grant_token: value });
      const insert = tokenOf({ user_name: "bob", access_token: "B", grant_token: value });
      for (const token of [update, insert]) {
        const { message } = await refusalOf(store.saveToken(token));
        expect(message).toContain("the token's grant_token does not fit");
        expect(message).toContain(why);
        expect(await rows()).toEqual(before);
      }
      expect(insert.getId()).toBeNull();
      const { message } = await refusalOf(store.saveToken(update));
      await database.query(/ALTER TABLE .*$/.exec(message)?.[0] ?? "");
      for (const token of [update, insert]) await store.saveToken(token);
      expect((await rows()).map(({ grant_token }) => grant_token)).toEqual([value, value]);
    },
  );

  test("is kept where it fits exactly", async () => {
    const { store, rows } = await openOn(PUBLISHED_COLUMNS);
    const grant_token = `${"\u{1f511}".repeat(254)} `;
    await store.saveToken(tokenOf({ user_name: "ann", grant_token }));
    expect(await rows()).toMatchObject([{ grant_token }]);
  });

  test("is refused in the column of ids too", async () => {
    const { store, rows } = await openOn(collated("latin1_swedish_ci"));
    const { message } = await refusalOf(store.saveToken(tokenOf({ id: "ł", refresh_token: "R" })));
    expect(message).toContain("the token's id does not fit");
    expect(await rows()).toEqual([]);
  });
});

describe("a save", () => {
  test("writes nothing where nothing changes", async () => {
    const { table, store } = await openOn(PUBLISHED_COLUMNS);
    await store.saveToken(tokenOf(rowOf(1)));
    await database.query(
      `CREATE TRIGGER ${table}_guard BEFORE UPDATE ON ${table} FOR EACH ROW
         SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'written'`,
    );
    await store.saveToken(tokenOf(rowOf(1)));
    await store.saveToken(tokenOf({ user_name: rowOf(1).user_name }));
    const { message } = await refusalOf(
      store.saveToken(tokenOf({ ...rowOf(1), access_token: "A" })),
    );
    expect(message).toContain("ER_SIGNAL_EXCEPTION");
  });

  test("writes no column but those that change", async () => {
    const { table, store } = await openOn(PUBLISHED_COLUMNS);
    await store.saveToken(tokenOf(rowOf(1)));
    const user = await makeUser(`SELECT, UPDATE (access_token, expiry_time)`, table);
    const limited = await database.open({ ...user, table });
    await limited.saveToken(tokenOf({ ...rowOf(1), access_token: "A", expiry_time: "1" }));
    expect((await store.findTokenById("id1"))?.getAccessToken()).toBe("A");
    const { message } = await refusalOf(
      limited.saveToken(tokenOf({ ...rowOf(1), api_domain: "D" })),
    );
    expect(message).toContain("Grant the user SELECT, INSERT, UPDATE and DELETE");
  });
});

describe("a user who may not do everything", () => {
  test("needs no right to make tables where the table is there", async () => {
    const { table } = await openOn(PUBLISHED_COLUMNS);
    const user = await makeUser("SELECT, INSERT, UPDATE, DELETE", table);
    const store = await database.open({ ...user, table });
    await store.saveToken(tokenOf(rowOf(1)));
    await store.saveToken(tokenOf({ ...rowOf(1), access_token: "A" }));
    expect(await store.getTokens()).toHaveLength(1);
    await store.deleteTokens();
  });

  test("is told which rights the store needs", async () => {
    const { table, store } = await openOn(PUBLISHED_COLUMNS);
    await store.saveToken(tokenOf(rowOf(1)));
    const user = await makeUser("SELECT", table);
    const reader = await database.open({ ...user, table });
    expect(await usersIn(reader)).toEqual(["user_name 1"]);
    const calls = [
      reader.saveToken(tokenOf(rowOf(2))),
      reader.deleteToken("id1"),
      reader.deleteTokens(),
    ].map(refusalOf);
    for (const { message } of await Promise.all(calls)) {
      expect(message).toContain("Grant the user SELECT, INSERT, UPDATE and DELETE");
    }
    const missing = MySqlTokenStore.open({ ...MARIADB, ...user, database: database.name });
    expect((await refusalOf(missing)).message).toContain("CREATE until it is made");
    expect(await usersIn(store)).toEqual(["user_name 1"]);
  });
});

describe("no error shows a secret", () => {
  const secrets = {
    client_secret: "<canary secret>",
    refresh_token: "<canary refresh>",
    access_token: "<canary access>",
    grant_token: "<canary grant>",
  };

  /** All that a log could show of an error, its causes and hidden properties included. */
  const printOf = (error: Error) =>
    [
      inspect(error, { depth: null, showHidden: true }),
      error.stack,
      JSON.stringify(error),
      `${error}`,
    ].join();

  test("whatever the server refuses", async () => {
    const { table, store } = await openOn(
      PUBLISHED_COLUMNS.replace("primary", "unique (grant_token), primary"),
    );
    await store.saveToken(tokenOf({ user_name: "ann", ...secrets }));
    const long = { access_token: `<canary ${"x".repeat(300)}>` };
    const errors = [
      await refusalOf(store.saveToken(tokenOf({ user_name: "bob", ...secrets }))),
      await refusalOf(store.saveToken(tokenOf({ user_name: "ann", ...secrets, ...long }))),
    ];
    await database.query(`ALTER TABLE ${table} DROP COLUMN api_domain`);
    const lost = tokenOf({ user_name: "ann", ...secrets, api_domain: "D" });
    errors.push(await refusalOf(store.saveToken(lost)), await refusalOf(store.findToken(lost)));
    await database.query(`DROP TABLE ${table}`);
    errors.push(await refusalOf(store.saveToken(lost)), await refusalOf(store.findToken(lost)));
    expect(errors.map(({ message }) => /ER_\w+|does not fit/.exec(message)?.[0])).toEqual([
      "ER_DUP_ENTRY",
      "does not fit",
      "ER_BAD_FIELD_ERROR",
      "ER_BAD_FIELD_ERROR",
      "ER_NO_SUCH_TABLE",
      "ER_NO_SUCH_TABLE",
    ]);
    for (const error of errors) {
      expect(printOf(error)).not.toContain("canary");
      expect(error).not.toHaveProperty("cause");
    }
  });

  test("and a store that is printed shows no password", async () => {
    const { table } = await openOn(PUBLISHED_COLUMNS);
    const user = await makeUser("SELECT", table);
    const store = await database.open({ ...user, table });
    const print = inspect(store, { depth: null, showHidden: true }) + JSON.stringify(store);
    expect(user.password).toContain("canary");
    expect(print).not.toContain("canary");
  });
});

let users = 0;

/** Makes a user with some rights on one table. */
async function makeUser(rights: string, table: string) {
  const user = `u${++users}_${database.name}`.slice(0, 32);
  const password = "canary password";
  await database.query(`CREATE USER ${user}@'%' IDENTIFIED BY '${password}'`);
  onTestFinished(async () => void (await database.query(`DROP USER ${user}@'%'`)));
  await database.query(`GRANT ${rights} ON ${database.name}.${table} TO ${user}@'%'`);
  return { user, password };
}
