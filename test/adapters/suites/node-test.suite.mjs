import { describeTokenStore } from "zoho-token-store/node-test";
import { declareSuite } from "./stores.mjs";

await declareSuite(describeTokenStore);
