import { defineHarness } from "../../spec/index.js";
import { ListTokenStore } from "../../src/index.js";

export default defineHarness({
  name: "ListTokenStore",
  open: () => ({ store: new ListTokenStore() }),
});
