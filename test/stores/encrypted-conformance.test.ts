import { describeTokenStore } from "../../spec/vitest.js";
import { ListTokenStore, SqliteTokenStore } from "../../src/index.js";
import encrypted, { encryptedOver } from "../harnesses/encrypted.js";
import aged from "../harnesses/encrypted-aged.js";

// What is random is tried against a store without encryption as well, in a property of its own.
for (const harness of [encrypted, aged]) {
  describeTokenStore(harness, { strict: true, runs: 25 });
}

// Here it is the wrapped stores that differ.
for (const harness of [
  encryptedOver("ListTokenStore", () => new ListTokenStore()),
  encryptedOver("SqliteTokenStore", () => SqliteTokenStore.open(":memory:")),
]) {
  describeTokenStore(harness, { strict: true, runs: 10 });
}
