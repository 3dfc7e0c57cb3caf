/** Why the spec may let a mutant live. */
export type Licence =
  /** It answers every call of the six methods as the store does. */
  | "equivalent"
  /** It differs in something of which the contract does not speak. */
  | "outside the contract";

/** Mutants of one file that the spec lets live for one reason. */
export interface Survivors {
  readonly file: string;
  readonly licence: Licence;

  /** Why that is so, in a sentence. */
  readonly reason: string;

  /** Each as the member that holds it, the code there, on one line, and what it is changed to. */
  readonly mutants?: readonly (readonly [member: string, original: string, replacement: string])[];

  /** Members, every mutant of which may live. */
  readonly members?: readonly string[];
}

/** Every mutant that may live, file by file. Others fail `npm run test:mutation`. */
export const SURVIVORS: readonly Survivors[] = [
  {
    file: "src/stores/memory-store.ts",
    licence: "equivalent",
    reason: "Every key column has its index from the start, and every key value its set of rows.",
    mutants: [
      ["#rowsWith", "this.#indexes.get(column)?.get", "this.#indexes.get(column).get"],
      ["#remove", "rows?.delete", "rows.delete"],
      ["#remove", "rows?.size", "rows.size"],
    ],
  },
  {
    file: "src/stores/memory-store.ts",
    licence: "equivalent",
    reason:
      "Nothing is ever looked up under a blank value, so that indexing it costs memory alone.",
    mutants: [
      ["#add", "value === null", "false"],
      ["#remove", "value === null", "false"],
    ],
  },
  {
    file: "src/stores/memory-store.ts",
    licence: "outside the contract",
    reason: "A set of rows that is left empty costs memory, of which the contract does not speak.",
    mutants: [["#remove", "rows?.size === 0", "false"]],
  },
  {
    file: "src/stores/sqlite-store.ts",
    licence: "outside the contract",
    reason: "The spec always names the file that a store is opened on.",
    mutants: [["open", '"zohooauth.db"', '""']],
  },
  {
    file: "src/stores/sqlite-store.ts",
    licence: "outside the contract",
    reason: "The table's primary key refuses a taken id as well, in other words.",
    mutants: [
      ["#upsert", '(id) => database.rowsWith("id", id).length > 0', "() => undefined"],
      ["#upsert", 'database.rowsWith("id", id).length > 0', "false"],
    ],
  },
  {
    file: "src/stores/sqlite-store.ts",
    licence: "outside the contract",
    reason: "To give memory back is not among the six methods.",
    mutants: [
      ["close", "{ await this.#queue.close(); this.#storage.close(); }", "{}"],
      ["FORMAT", "(database) => database.close()", "() => undefined"],
      ["openInMemory", "() => database.close()", "() => undefined"],
    ],
  },
  {
    file: "src/stores/file-store.ts",
    licence: "outside the contract",
    reason: "The spec always names the file that a store is opened on.",
    mutants: [["open", '"sdk_tokens.txt"', '""']],
  },
  {
    file: "src/stores/file-store.ts",
    licence: "outside the contract",
    reason: "It writes a file that has not changed once more, which costs time alone.",
    mutants: [
      ["deleteToken", "has(list, id)", "true"],
      ["deleteTokens", "list.rows.length > 0", "true"],
      ["deleteTokens", "list.rows.length > 0", "list.rows.length >= 0"],
      ["#upsert", "merged[column] !== match[column]", "true"],
      ["#upsert", "merged[column] !== match[column]", "merged[column] === match[column]"],
      ["#upsert", "isChanged", "true"],
      ["FORMAT", "list.rows === list.kept", "false"],
    ],
  },
  {
    file: "src/stores/file-store.ts",
    licence: "outside the contract",
    reason: "To give memory back is not among the six methods.",
    mutants: [["close", "{ await this.#queue.close(); this.#storage.close(); }", "{}"]],
  },
  {
    file: "src/stores/encrypted-store.ts",
    licence: "outside the contract",
    reason: "To rotate keys is not among the six methods.",
    members: ["rotate", "#reencrypt", "describeAmbiguous"],
  },
  {
    file: "src/stores/encrypted-store.ts",
    licence: "outside the contract",
    reason:
      "To refuse what is no store or no option is a matter of open(), not of the six methods.",
    members: ["refuseNoStore", "checkOptions"],
  },
  {
    file: "src/stores/encrypted-store.ts",
    licence: "outside the contract",
    reason:
      "The wrapped store keeps the contract in every harness: it gives neither null for a list, nor " +
      "undefined for nothing, nor a token without an id.",
    mutants: [
      ["#storedRows", "[]", '["Stryker was here"]'],
      ["rowIn", "found === undefined", "false"],
      ["toStoredRow", "row.id !== null", "true"],
      [
        "toStoredRow",
        '"the wrapped store gave a token without an id. Mend it: check it with the spec."',
        '""',
      ],
    ],
  },
  {
    file: "src/stores/encrypted-store.ts",
    licence: "equivalent",
    reason: "The id that is set here is replaced in the next line.",
    mutants: [["toToken", '""', '"Stryker was here!"']],
  },
  {
    file: "src/stores/encrypted-store.ts",
    licence: "equivalent",
    reason: "A single call of the wrapped store needs no turn; one that takes it is merely slower.",
    mutants: [["#inTurn", "!this.#cipher.hasSeveralForms", "false"]],
  },
  {
    file: "src/stores/mysql-store.ts",
    licence: "outside the contract",
    reason: "It changes a word in the message of a refusal.",
    mutants: [
      ["open", '"open"', '""'],
      ["findToken", '"read"', '""'],
      ["saveToken", '"save to"', '""'],
      ["deleteToken", '"delete from"', '""'],
      ["getTokens", '"read"', '""'],
      ["deleteTokens", '"delete from"', '""'],
      ["findTokenById", '"read"', '""'],
    ],
  },
  {
    file: "src/stores/mysql-store.ts",
    licence: "outside the contract",
    reason: "The table's primary key refuses a taken id as well, in other words.",
    mutants: [
      ["#upsert", "(id) => rows.some((row) => row.id === id)", "() => undefined"],
      ["#upsert", "(row) => row.id === id", "() => undefined"],
      ["#upsert", "row.id === id", "false"],
    ],
  },
  {
    file: "src/stores/mysql-store.ts",
    licence: "outside the contract",
    reason: "No harness opens the store on a table that it refuses: open() is not among the six.",
    mutants: [["open", "{ await server.close(); throw error; }", "{}"]],
  },
];
