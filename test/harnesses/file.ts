import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineHarness } from "../../spec/index.js";
import { FileTokenStore } from "../../src/index.js";

export default defineHarness({
  name: "FileTokenStore",
  async open() {
    const folder = await mkdtemp(join(tmpdir(), "token-store-"));
    const file = join(folder, "sdk_tokens.txt");
    const stores: FileTokenStore[] = [];
    const open = async () => {
      const store = await FileTokenStore.open(file);
      stores.push(store);
      return store;
    };
    return {
      store: await open(),
      // The first instance is left as it is, as after a crash: nothing may be lost by that.
      reopen: open,
      share: open,
      breakStorage: () => rename(folder, `${folder}-away`),
      close: async () => {
        await Promise.all(stores.map((store) => store.close()));
        await rm(folder, { recursive: true, force: true });
        await rm(`${folder}-away`, { recursive: true, force: true });
      },
    };
  },
});
