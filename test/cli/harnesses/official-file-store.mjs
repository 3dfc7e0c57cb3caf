import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sdk from "@zohocrm/typescript-sdk-8.0";
import { defineHarness } from "zoho-token-store/spec";

const { FileStore, OAuthToken, SDKException, UserSignature } = sdk;

export default defineHarness({
  name: "FileStore of @zohocrm/typescript-sdk-8.0",
  sdk: { OAuthToken, SDKException, UserSignature },
  open() {
    const folder = mkdtempSync(join(tmpdir(), "token-store-"));
    return {
      store: new FileStore(join(folder, "sdk_tokens.txt")),
      close: () => rmSync(folder, { recursive: true, force: true }),
    };
  },
});
