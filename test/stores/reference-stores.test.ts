import { describeTokenStore } from "../../spec/vitest.js";
import { MemoryTokenStore } from "../../src/index.js";
import list from "../harnesses/list.js";
import memory from "../harnesses/memory.js";
import sqliteFile from "../harnesses/sqlite-file.js";
import sqliteMemory from "../harnesses/sqlite-memory.js";

// SHOULD binds the reference stores like MUST.
for (const harness of [list, memory]) describeTokenStore(harness, { strict: true });

// What is random is tried on these in a property of their own, too.
for (const harness of [sqliteMemory, sqliteFile]) {
  describeTokenStore(harness, { strict: true, runs: 25 });
}

// A mere function and options: the other way to call the adapter.
describeTokenStore(() => new MemoryTokenStore(), { clause: "find/by-user", seed: 1, strict: true });
