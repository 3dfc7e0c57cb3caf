/** A store that can be copied. What it imports is not said here: it is read from its file. */
export interface CopyableStore {
  /** What the command line calls it. */
  readonly name: string;

  readonly className: string;

  /** Its file, from the folder `src`. */
  readonly file: string;

  /** Where the tokens are, and what that is good for; short enough for a line of a list. */
  readonly summary: string;

  /** The expression that makes one in an app; it may await. */
  readonly construction: string;

  /** How a harness opens one on fresh, empty storage. */
  readonly harness: {
    /** The import statements that `open` needs besides the store. */
    readonly imports: readonly string[];

    /** The member of the harness, as it is written there. */
    readonly open: string;
  };
}

/** The stores that can be copied, the simplest first. To add one, add an entry. */
export const COPYABLE_STORES: readonly CopyableStore[] = [
  {
    name: "list",
    className: "ListTokenStore",
    file: "stores/list-store.ts",
    summary: "in a list; lasts as long as the process; to be read",
    construction: "new ListTokenStore()",
    harness: { imports: [], open: "open: () => ({ store: new ListTokenStore() })," },
  },
  {
    name: "memory",
    className: "MemoryTokenStore",
    file: "stores/memory-store.ts",
    summary: "in maps; lasts as long as the process; for tests",
    construction: "new MemoryTokenStore()",
    harness: { imports: [], open: "open: () => ({ store: new MemoryTokenStore() })," },
  },
  {
    name: "file",
    className: "FileTokenStore",
    file: "stores/file-store.ts",
    summary: "in the CSV file of the SDK's own store; across restarts, many processes",
    construction: 'await FileTokenStore.open("sdk_tokens.txt")',
    harness: {
      imports: [
        'import { mkdtemp, rename, rm } from "node:fs/promises";',
        'import { tmpdir } from "node:os";',
        'import { join } from "node:path";',
      ],
      open: `async open() {
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
      breakStorage: () => rename(folder, \`\${folder}-away\`),
      close: async () => {
        await Promise.all(stores.map((store) => store.close()));
        await rm(folder, { recursive: true, force: true });
        await rm(\`\${folder}-away\`, { recursive: true, force: true });
      },
    };
  },`,
    },
  },
  {
    name: "sqlite",
    className: "SqliteTokenStore",
    file: "stores/sqlite-store.ts",
    summary: "in an SQLite file; lasts across restarts; one process",
    construction: 'await SqliteTokenStore.open("zohooauth.db")',
    harness: {
      imports: [
        'import { mkdtemp, rename, rm } from "node:fs/promises";',
        'import { tmpdir } from "node:os";',
        'import { join } from "node:path";',
      ],
      open: `async open() {
    const folder = await mkdtemp(join(tmpdir(), "token-store-"));
    const file = join(folder, "zohooauth.db");
    const stores: SqliteTokenStore[] = [];
    const open = async () => {
      const store = await SqliteTokenStore.open(file);
      stores.push(store);
      return store;
    };
    return {
      store: await open(),
      // The first instance is left as it is, as after a crash: nothing may be lost by that.
      reopen: open,
      share: open,
      breakStorage: () => rename(folder, \`\${folder}-away\`),
      close: async () => {
        await Promise.all(stores.map((store) => store.close()));
        await rm(folder, { recursive: true, force: true });
        await rm(\`\${folder}-away\`, { recursive: true, force: true });
      },
    };
  },`,
    },
  },
];
