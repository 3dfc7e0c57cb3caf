import { describeTokenStore } from "zoho-token-store/jest";
import { declareSuite } from "./stores.mjs";

await declareSuite(describeTokenStore);
