/**
 * What each method does, shown by doing it: small examples, played on the simplest store.
 *
 * @module
 */
import type { Method } from "../../spec/harness.js";
import { buildToken, readFields, type TokenFields } from "../../spec/token-fields.js";
import { OAuthToken, SDKException, UserSignature } from "../../src/sdk.js";
import { ListTokenStore } from "../../src/stores/list-store.js";
import { withCountedIds } from "../../test/broken-stores/counted-ids.js";

/** A call, on a store that holds a few tokens. */
interface Scene {
  /** What the scene is about, in a few words. */
  readonly heading: string;

  /** What is passed in: a token, the place of the stored token whose id it is, or nothing. */
  readonly argument: TokenFields | number | null;
}

/** What is stored when a scene begins. */
const STORED: readonly TokenFields[] = [
  { userName: "ann", refreshToken: "R-ann", accessToken: "A-ann" },
  { userName: "bob", refreshToken: "R-bob", accessToken: "A-bob" },
];

const SCENES: Readonly<Record<Method, readonly Scene[]>> = {
  findToken: [
    { heading: "A stored token is meant", argument: { userName: "bob" } },
    { heading: "None is meant", argument: { userName: "eve" } },
  ],
  saveToken: [
    {
      heading: "A stored token is meant",
      argument: { userName: "bob", accessToken: "A-new" },
    },
    { heading: "None is meant", argument: { userName: "eve", refreshToken: "R-eve" } },
  ],
  deleteToken: [{ heading: "One token is removed", argument: 0 }],
  getTokens: [{ heading: "Every token is listed", argument: null }],
  deleteTokens: [{ heading: "Every token is removed", argument: null }],
  findTokenById: [{ heading: "A token is looked up", argument: 1 }],
};

/** What was seen when a scene was played. */
export interface Played {
  readonly heading: string;

  /** The call as code. */
  readonly call: string;

  /** What was stored, and what is stored afterwards. */
  readonly before: readonly TokenFields[];
  readonly after: readonly TokenFields[];

  /** The token that was passed in, before and after the call; `null` where none was. */
  readonly token: { readonly before: TokenFields; readonly after: TokenFields } | null;

  /** What the promise resolved to, in words, and the tokens in it that are not the one passed in. */
  readonly result: string;
  readonly tokens: readonly TokenFields[];
}

/** Plays the scenes of a method. The ids that the store makes are `id1`, `id2` and so on. */
export async function playScenes(method: Method): Promise<readonly Played[]> {
  const played: Played[] = [];
  for (const scene of SCENES[method]) {
    played.push(await withCountedIds(() => play(method, scene)));
  }
  return played;
}

async function play(method: Method, { heading, argument }: Scene): Promise<Played> {
  const store = new ListTokenStore();
  for (const fields of STORED) await store.saveToken(tokenOf(fields));
  const before = await listOf(store);
  const passed = await toArgument(store, argument);
  const token = passed instanceof OAuthToken ? passed : null;
  const given = token === null ? {} : fieldsOf(token);
  const resolved = await callMethod(store, method, passed);
  return {
    heading,
    call: `${method}(${sayArgument(passed)})`,
    before,
    after: await listOf(store),
    token: token === null ? null : { before: given, after: fieldsOf(token) },
    ...describe(resolved, token),
  };
}

async function toArgument(store: ListTokenStore, argument: Scene["argument"]) {
  if (argument === null) return null;
  if (typeof argument === "object") return tokenOf(argument);
  return (await store.getTokens())[argument]?.getId() ?? "";
}

function callMethod(store: ListTokenStore, method: Method, argument: unknown): Promise<unknown> {
  const call = store[method] as (...values: unknown[]) => Promise<unknown>;
  return call.apply(store, argument === null ? [] : [argument]);
}

function describe(resolved: unknown, token: OAuthToken | null): Pick<Played, "result" | "tokens"> {
  if (resolved === undefined) return { result: "nothing", tokens: [] };
  if (resolved === null) return { result: "null", tokens: [] };
  if (resolved === token) return { result: "the same token, completed", tokens: [] };
  const isList = Array.isArray(resolved);
  const tokens = (isList ? resolved : [resolved]) as readonly OAuthToken[];
  return { result: isList ? "copies of them all" : "a copy of it", tokens: tokens.map(fieldsOf) };
}

function tokenOf(fields: TokenFields): OAuthToken {
  const token = buildToken({ OAuthToken, UserSignature, SDKException }, fields);
  if (!(token instanceof OAuthToken)) throw new Error("the token is of another class");
  return token;
}

async function listOf(store: ListTokenStore): Promise<readonly TokenFields[]> {
  return (await store.getTokens()).map(fieldsOf);
}

function fieldsOf(token: OAuthToken): TokenFields {
  const fields = readFields(token);
  return fields.id === undefined ? fields : { ...fields, id: nameId(fields.id) };
}

function sayArgument(argument: OAuthToken | string | null): string {
  if (argument === null) return "";
  return typeof argument === "string" ? JSON.stringify(nameId(argument)) : "token";
}

/** Counted ids are `a000000001` and so on. */
function nameId(id: string): string {
  return id.replace(/^a0*(?=\d)/, "id");
}
