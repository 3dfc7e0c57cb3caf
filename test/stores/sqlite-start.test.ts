import { expect, it, vi } from "vitest";
import { SqliteTokenStore } from "../../src/index.js";
import { refusalOf } from "./arrange.js";

vi.mock("sql.js", () => ({ default: () => Promise.reject(new Error("no sql-wasm.wasm")) }));

it("opening says so when sql.js itself does not start", async () => {
  const error = await refusalOf(SqliteTokenStore.open(":memory:"));
  expect(error.message).toBe("cannot start sql.js. Install it whole, its .wasm file included.");
  expect(error.cause).toHaveProperty("message", "no sql-wasm.wasm");
});
