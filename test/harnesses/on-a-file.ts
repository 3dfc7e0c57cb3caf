import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AnyTokenStore, defineHarness, type Harness } from "../../spec/index.js";

/** A store that keeps a file. */
type FileBackedStore = AnyTokenStore & { close(): Promise<void> };

/** Brings a store on a file of its own in a folder of its own, which goes away to break it. */
export function onAFile(
  name: string,
  fileName: string,
  openFile: (path: string) => Promise<FileBackedStore>,
): Harness {
  return defineHarness({
    name,
    async open() {
      const folder = await mkdtemp(join(tmpdir(), "token-store-"));
      const stores: FileBackedStore[] = [];
      const open = async () => {
        const store = await openFile(join(folder, fileName));
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
}
