import { describeTokenStore } from "zoho-token-store/vitest";
import { declareSuite } from "./stores.mjs";

await declareSuite(describeTokenStore);
