/**
 * Measures what runs in this process.
 *
 * @module
 */
import type { AnyTokenStore, SdkClasses, SdkToken } from "../../../spec/index.js";
import type { StoredRow } from "../../../src/token-row.js";
import { idOf, questionOf, tokenOf } from "../tokens.js";
import type { Round, Subject } from "./contender.js";

/** The calls of a contender. They may give promises or not: either is awaited. */
export interface Calls<Question, Token> {
  /** Makes what a user is looked for with. */
  toQuestion(user: number): Question;

  /** Makes what is saved. */
  toToken(row: StoredRow): Token;
  findById(id: string): unknown;
  findByUser(question: Question): unknown;
  save(token: Token): unknown;

  /** Saves many, as cheaply as it can be done. */
  saveAtOnce(tokens: readonly Token[]): unknown;
  getTokens(): unknown;

  /** Reads the access token out of what was found. */
  accessTokenOf(found: object): unknown;
  close(): unknown;
}

/** Measures the calls of a contender. */
export function measureCalls<Question, Token>(calls: Calls<Question, Token>): Subject {
  const toRound = ({ microseconds, given }: Answers): Round => {
    const found = given.filter((one) => typeof one === "object" && one !== null);
    return { microseconds, found: found.map(calls.accessTokenOf) };
  };
  return {
    findById: async (users) => toRound(await timed(users.map(idOf), calls.findById)),
    findByUser: async (users) =>
      toRound(await timed(users.map(calls.toQuestion), calls.findByUser)),
    save: async (rows) => {
      const { microseconds } = await timed(rows.map(calls.toToken), calls.save);
      return { microseconds, found: [] };
    },
    saveAtOnce: async (rows) => {
      const { microseconds } = await timed([rows.map(calls.toToken)], calls.saveAtOnce);
      return { microseconds: microseconds / rows.length, found: [] };
    },
    getTokens: async (times) => {
      const { microseconds, given } = await timed(new Array(times).fill(null), calls.getTokens);
      return toRound({ microseconds, given: given.at(-1) as unknown[] });
    },
    close: async () => {
      await calls.close();
    },
  };
}

/**
 * Measures a token store, of this project or of the SDK.
 *
 * @param sdk - The classes that the store works with.
 */
export function measureStore(
  store: AnyTokenStore,
  sdk: SdkClasses,
  close: () => unknown = () => {},
): Subject {
  const save = (token: SdkToken) => store.saveToken(token as never);
  return measureCalls({
    toQuestion: (user) => questionOf(sdk, user),
    toToken: (row) => tokenOf(sdk, row),
    findById: (id) => store.findTokenById(id as never),
    findByUser: (question) => store.findToken(question as never),
    save,
    saveAtOnce: (tokens) => Promise.all(tokens.map(save)),
    getTokens: () => store.getTokens(),
    accessTokenOf: (token) => (token as SdkToken).getAccessToken(),
    close,
  });
}

/** How long one call took, and what each of them gave. */
interface Answers {
  readonly microseconds: number;
  readonly given: readonly unknown[];
}

/** Makes a call for each of some arguments, one after another, and awaits each. */
async function timed<T>(given: readonly T[], call: (argument: T) => unknown): Promise<Answers> {
  const answers: unknown[] = [];
  const startMs = performance.now();
  for (const argument of given) answers.push(await call(argument));
  const milliseconds = performance.now() - startMs;
  return { microseconds: (milliseconds * 1000) / given.length, given: answers };
}
