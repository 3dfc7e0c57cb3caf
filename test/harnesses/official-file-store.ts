import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sdk from "@zohocrm/typescript-sdk-8.0";
import { defineHarness } from "../../spec/index.js";

const { FileStore, OAuthToken, SDKException, UserSignature } = sdk;

/** The official SDK's own file store, with the official classes. */
export default defineHarness({
  name: "FileStore of @zohocrm/typescript-sdk-8.0",
  sdk: { OAuthToken, SDKException, UserSignature },
  open() {
    const folder = mkdtempSync(join(tmpdir(), "token-store-"));
    const file = join(folder, "sdk_tokens.txt");
    return {
      store: new FileStore(file),
      reopen: () => new FileStore(file),
      share: () => new FileStore(file),
      breakStorage: () => renameSync(folder, `${folder}-away`),
      close: () => {
        rmSync(folder, { recursive: true, force: true });
        rmSync(`${folder}-away`, { recursive: true, force: true });
      },
    };
  },
});
