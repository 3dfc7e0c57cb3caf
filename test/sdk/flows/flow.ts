/**
 * What a flow is, and what flows speak of.
 *
 * @module
 */
import { expect } from "vitest";
import type { TokenFields } from "../../../spec/index.js";
import { CLIENT, LIFETIME_SECONDS, type LoopbackZoho } from "../loopback-zoho.js";
import { endOfTokenFrom, type Scene } from "../scene.js";

/** Something that an app does with the official SDK: what is sent and stored then. */
export interface Flow {
  /** A fact. */
  readonly title: string;

  /** The broken stores, of `test/broken-stores`, on which it must fail. */
  readonly catches: readonly string[];

  /** Whether it needs a storage that can fail. */
  readonly breaksStorage?: boolean;

  /** Plays it on fresh storage; rejects when its title is not true. */
  play(scene: Scene): Promise<void>;
}

/** As long as an access token lives, in seconds. */
export const HOUR = LIFETIME_SECONDS;

/** A user, and the name that the SDK makes for them. */
export const ANN = { email: "ann@example.com", orgId: "1001", name: "ann@example.com:1001" };

/** Another user, of another organization. */
export const BOB = { email: "bob@example.com", orgId: "1002", name: "bob@example.com:1002" };

/**
 * The row of a user who has logged in at the start, with the first tokens that Zoho has issued.
 *
 * @param fields - What is different in it.
 */
export function rowOf(
  user: typeof ANN,
  { url }: LoopbackZoho,
  fields: TokenFields = {},
): TokenFields {
  return {
    id: expect.any(String),
    userName: user.name,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    refreshToken: "refresh-1",
    accessToken: "access-1",
    expiresIn: endOfTokenFrom(0),
    apiDomain: url,
    ...fields,
  };
}

/**
 * Logs the first user in, from a refresh token.
 *
 * @returns The token that the app keeps for the user, its id, and the row that must be stored.
 */
export async function logIn({ app, zoho }: Scene) {
  const token = await app.start({ refreshToken: zoho.issueRefreshToken(ANN) });
  expect(zoho.takeRequests()).toHaveLength(3);
  const id = token.getId() ?? "no id";
  return { token, id, row: { ...rowOf(ANN, zoho), id } };
}

/** Logs the second user in, in the process of the first. The result is as that of `logIn`. */
export async function logInSecond({ app, zoho }: Scene) {
  const token = await app.switchUser({ refreshToken: zoho.issueRefreshToken(BOB) });
  expect(zoho.takeRequests()).toEqual([
    "refresh refresh-2",
    "current-user access-2",
    "org access-2",
  ]);
  const tokens = { refreshToken: "refresh-2", accessToken: "access-2" };
  const id = token.getId() ?? "no id";
  return { token, id, row: { ...rowOf(BOB, zoho, tokens), id } };
}

/** Waits for a call to reject, and gives the error. */
export function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.unreachable("the call resolved"),
    (error: unknown) => error,
  );
}
