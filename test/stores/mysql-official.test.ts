import sdk from "@zohocrm/typescript-sdk-8.0";
import { describe, expect, test } from "vitest";
import { COLUMNS, type Column } from "../../src/token-row.js";
import { PUBLISHED_COLUMNS } from "../harnesses/mysql-published-table.js";
import { MARIADB } from "../services/mariadb.js";
import { rowOf, tokenOf, valuesOf } from "./arrange.js";
import { useDatabase } from "./mysql-arrange.js";

const database = useDatabase();

/** Makes the SDK's own store on a table. */
function dbStoreOn(table: string): sdk.DBStore {
  return new sdk.DBBuilder()
    .host(MARIADB.host)
    .portNumber(MARIADB.port)
    .userName(MARIADB.user)
    .password(MARIADB.password)
    .databaseName(database.name)
    .tableName(table)
    .build();
}

/** Makes a token of the SDK's own class from the columns of the published table. */
function officialTokenOf(row: Partial<Record<Column, string>>): sdk.OAuthToken {
  const token: sdk.OAuthToken = Reflect.construct(sdk.OAuthToken, []);
  if (row.user_name !== undefined) token.setUserSignature(new sdk.UserSignature(row.user_name));
  for (const [column, set] of SETTERS) if (row[column] !== undefined) token[set](row[column]);
  return token;
}

const SETTERS = [
  ["client_id", "setClientId"],
  ["client_secret", "setClientSecret"],
  ["refresh_token", "setRefreshToken"],
  ["access_token", "setAccessToken"],
  ["grant_token", "setGrantToken"],
  ["expiry_time", "setExpiresIn"],
  ["redirect_url", "setRedirectURL"],
  ["api_domain", "setAPIDomain"],
] as const;

/** Gives the values of a token of the SDK's own class, in the order of the published table. */
function officialValuesOf(token: sdk.OAuthToken) {
  return [
    token.getId(),
    token.getUserSignature()?.getName(),
    token.getClientId(),
    token.getClientSecret(),
    token.getRefreshToken(),
    token.getAccessToken(),
    token.getGrantToken(),
    token.getExpiresIn(),
    token.getRedirectURL(),
    token.getAPIDomain(),
  ];
}

/** Reads a token with the SDK's own store, whose types promise less than an `OAuthToken`. */
async function officialById(store: sdk.DBStore, id: string | null): Promise<sdk.OAuthToken> {
  const token = await store.findTokenById(id ?? "");
  if (!(token instanceof sdk.OAuthToken)) throw new Error("that is no OAuthToken");
  return token;
}

/** Ten columns as short as the published ones want them. */
const shortRow = (number: number) => ({ ...rowOf(number), expiry_time: `410244480000${number}` });

describe.each([
  ["the published table", PUBLISHED_COLUMNS],
  ["the table that this store makes", undefined],
])("on %s, this store and the SDK's own", (_, columns) => {
  async function openBoth() {
    const table = await database.table(columns);
    return { table, ours: await database.open({ table }), theirs: dbStoreOn(table) };
  }

  test("read what the SDK's store wrote, find it by every key, and go on with it", async () => {
    const { ours, theirs } = await openBoth();
    const row = shortRow(1);
    await theirs.saveToken(officialTokenOf(row));
    const [stored] = await ours.getTokens();
    const id = stored?.getId() ?? "";
    const wanted = Object.values({ ...row, id });
    expect(stored && valuesOf(stored)).toEqual(wanted);
    for (const column of ["user_name", "refresh_token", "access_token", "grant_token"] as const) {
      const found = await ours.findToken(tokenOf({ [column]: row[column] }));
      expect(found && valuesOf(found)).toEqual(wanted);
    }
    await ours.saveToken(tokenOf({ user_name: row.user_name, access_token: "renewed" }));
    expect((await officialById(theirs, id)).getAccessToken()).toBe("renewed");
    await ours.deleteToken(id);
    expect(await theirs.getTokens()).toBeNull();
  });

  test("read what this store wrote, and change it", async () => {
    const { ours, theirs } = await openBoth();
    const { id, ...row } = shortRow(1);
    const token = tokenOf(row);
    await ours.saveToken(token);
    const wanted = [token.getId(), ...COLUMNS.slice(1).map((column) => ({ ...row, id })[column])];
    expect(officialValuesOf(await officialById(theirs, token.getId()))).toEqual(wanted);
    await theirs.saveToken(officialTokenOf({ user_name: row.user_name, access_token: "renewed" }));
    expect((await ours.findTokenById(token.getId() ?? ""))?.getAccessToken()).toBe("renewed");
    await theirs.deleteToken(token.getId() ?? "");
    expect(await ours.getTokens()).toEqual([]);
  });
});

test("the SDK's own store runs out of ids behind those of this store", async () => {
  const table = await database.table(PUBLISHED_COLUMNS);
  const ours = await database.open({ table });
  // Its next id is the highest one, read as a number, plus one.
  await ours.saveToken(tokenOf({ id: "zzz", user_name: "ann", refresh_token: "R1" }));
  const theirs = dbStoreOn(table);
  await theirs.saveToken(officialTokenOf({ user_name: "bob", refresh_token: "R2" }));
  expect((await ours.findTokenById("NaN"))?.getRefreshToken()).toBe("R2");
  await expect(
    theirs.saveToken(officialTokenOf({ user_name: "eve", refresh_token: "R3" })),
  ).rejects.toThrow();
  expect(await ours.getTokens()).toHaveLength(2);
});
