import { defineHarness } from "../../spec/index.js";
import { MemoryTokenStore } from "../../src/index.js";

export default defineHarness({
  name: "MemoryTokenStore",
  open: () => ({ store: new MemoryTokenStore() }),
});
