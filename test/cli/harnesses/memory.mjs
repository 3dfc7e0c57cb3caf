import { MemoryTokenStore } from "zoho-token-store";
import { defineHarness } from "zoho-token-store/spec";

export default defineHarness({
  name: "MemoryTokenStore",
  open: () => ({ store: new MemoryTokenStore() }),
});
