import { defineHarness } from "../../spec/index.js";
import { SqliteTokenStore } from "../../src/index.js";

export default defineHarness({
  name: "SqliteTokenStore in memory",
  async open() {
    const store = await SqliteTokenStore.open(":memory:");
    return { store, close: () => store.close() };
  },
});
