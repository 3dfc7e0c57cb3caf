import { describeTokenStore } from "../../spec/vitest.js";
import list from "../harnesses/list.js";
import memory from "../harnesses/memory.js";
import sqliteFile from "../harnesses/sqlite-file.js";
import sqliteMemory from "../harnesses/sqlite-memory.js";

// SHOULD binds the reference stores like MUST.
for (const harness of [list, memory, sqliteMemory, sqliteFile]) {
  describeTokenStore(harness, { strict: true });
}
