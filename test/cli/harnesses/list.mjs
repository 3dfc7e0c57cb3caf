import { ListTokenStore } from "zoho-token-store";
import { defineHarness } from "zoho-token-store/spec";

export default defineHarness({
  name: "ListTokenStore",
  open: () => ({ store: new ListTokenStore() }),
});
