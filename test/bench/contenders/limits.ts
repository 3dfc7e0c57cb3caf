/**
 * What can be had at most: what the stores are made of, without what the contract promises.
 *
 * @module
 */
import type { StoredRow } from "../../../src/token-row.js";
import { nameOf, rowsOf } from "../tokens.js";
import { measureCalls } from "./calls.js";
import type { Contender } from "./contender.js";
import { SQLITE_LIMITS } from "./sqlite-limits.js";

const MAP: Contender = {
  name: "Map",
  family: "limit",
  about: "two bare `Map`s in memory, one by id and one by user; what is found is no copy",
  async open(count) {
    const rows = rowsOf(count);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const byUser = new Map(rows.map((row) => [row.user_name, row]));
    const save = (row: StoredRow) => {
      byId.set(row.id, row);
      byUser.set(row.user_name, row);
    };
    return measureCalls({
      toQuestion: nameOf,
      toToken: (row) => row,
      findById: (id) => byId.get(id),
      findByUser: (name) => byUser.get(name),
      save,
      saveAtOnce: (rows) => rows.forEach(save),
      getTokens: () => [...byId.values()],
      accessTokenOf: (row) => (row as StoredRow).access_token,
      close: () => {},
    });
  },
};

/** The limits. */
export const LIMITS = [MAP, ...SQLITE_LIMITS] as const;
