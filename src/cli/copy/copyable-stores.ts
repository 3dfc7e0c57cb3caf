/** A store that can be copied. What it imports is not said here: it is read from its file. */
export interface CopyableStore {
  /** What the command line calls it. */
  readonly name: string;

  readonly className: string;

  /** Its file, from the folder `src`. */
  readonly file: string;

  /** The file of another store, for one that wraps others: its harness wraps this one. */
  readonly inner?: string;

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
    summary: "in a list; as long as the process; to be read",
    construction: "new ListTokenStore()",
    harness: { imports: [], open: "open: () => ({ store: new ListTokenStore() })," },
  },
  {
    name: "memory",
    className: "MemoryTokenStore",
    file: "stores/memory-store.ts",
    summary: "in maps; as long as the process; for tests",
    construction: "new MemoryTokenStore()",
    harness: { imports: [], open: "open: () => ({ store: new MemoryTokenStore() })," },
  },
  {
    name: "sqlite",
    className: "SqliteTokenStore",
    file: "stores/sqlite-store.ts",
    summary: "in an SQLite file; many processes",
    construction: 'await SqliteTokenStore.open("zohooauth.db")',
    harness: harnessOnAFile("SqliteTokenStore", "zohooauth.db"),
  },
  {
    name: "file",
    className: "FileTokenStore",
    file: "stores/file-store.ts",
    summary: "in the SDK's own CSV file; many processes",
    construction: 'await FileTokenStore.open("sdk_tokens.txt")',
    harness: harnessOnAFile("FileTokenStore", "sdk_tokens.txt"),
  },
  {
    name: "mysql",
    className: "MySqlTokenStore",
    file: "stores/mysql-store.ts",
    summary: "in a table of MySQL or MariaDB; many processes",
    construction: "await MySqlTokenStore.open({ password: process.env.MYSQL_PASSWORD })",
    harness: {
      imports: [
        'import { randomBytes } from "node:crypto";',
        'import { createConnection } from "mysql2/promise";',
      ],
      open: `async open() {
    // A server on which databases may be made, and are removed again.
    const server = {
      host: process.env.MYSQL_HOST ?? "127.0.0.1",
      port: Number(process.env.MYSQL_PORT ?? 3306),
      user: process.env.MYSQL_USER ?? "root",
      password: process.env.MYSQL_PASSWORD ?? "",
    };
    const database = \`token_store_\${randomBytes(8).toString("hex")}\`;
    const connection = await createConnection(server);
    await connection.query(\`CREATE DATABASE \${database}\`);
    const stores: MySqlTokenStore[] = [];
    const openStore = async () => {
      const store = await MySqlTokenStore.open({ ...server, database });
      stores.push(store);
      return store;
    };
    return {
      store: await openStore(),
      // The first instance is left as it is, as after a crash: nothing may be lost by that.
      reopen: openStore,
      share: openStore,
      breakStorage: async () => {
        await connection.query(\`DROP TABLE \${database}.oauthtoken\`);
      },
      close: async () => {
        await Promise.all(stores.map((store) => store.close()));
        await connection.query(\`DROP DATABASE \${database}\`);
        await connection.end();
      },
    };
  },`,
    },
  },
  {
    name: "encrypted",
    className: "EncryptedTokenStore",
    file: "stores/encrypted-store.ts",
    inner: "stores/memory-store.ts",
    summary: "in a store of yours, secrets encrypted",
    construction: 'await EncryptedTokenStore.open(inner, { keys: [process.env.TOKEN_KEY ?? ""] })',
    harness: {
      imports: ['import { MemoryTokenStore } from "./stores/memory-store.js";'],
      open: `async open() {
    // Wrap the store that your app wraps, and offer breakStorage, where it can be broken.
    const inner = new MemoryTokenStore();
    const key = crypto.getRandomValues(new Uint8Array(64));
    const open = () => EncryptedTokenStore.open(inner, { keys: [key] });
    return { store: await open(), reopen: open, share: open };
  },`,
    },
  },
];

/** The harness of a store that keeps a file: its folder goes away to break it. */
function harnessOnAFile(className: string, file: string): CopyableStore["harness"] {
  return {
    imports: [
      'import { mkdtemp, rename, rm } from "node:fs/promises";',
      'import { tmpdir } from "node:os";',
      'import { join } from "node:path";',
    ],
    open: `async open() {
    const folder = await mkdtemp(join(tmpdir(), "token-store-"));
    const file = join(folder, "${file}");
    const stores: ${className}[] = [];
    const open = async () => {
      const store = await ${className}.open(file);
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
  };
}
