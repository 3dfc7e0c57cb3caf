/**
 * What happens to tokens in the life of an app, as calls.
 *
 * @module
 */
import type { Method } from "../../../spec/harness.js";
import type { Call } from "../../../spec/model.js";
import type { TokenFields } from "../../../spec/token-fields.js";
import { toCall } from "./call.js";

/** A few calls that tell something together. */
export interface Story {
  /** Names it in links. */
  readonly slug: string;
  readonly title: string;

  /** What to look at. */
  readonly about: string;
  readonly scenes: readonly Scene[];
}

/** One call of a story, and why it is made. */
export interface Scene {
  readonly call: Call;
  readonly note: string;
}

const APP = { clientId: "app", clientSecret: "app-secret" };
const LOGIN = { ...APP, redirectURL: "https://app.example/callback" };
const NEVER = "4102444800000";
const AT_LOGIN = { expiresIn: NEVER, apiDomain: "https://www.zohoapis.com" };

/** The id that the first saved token gets. */
export const FIRST_ID = "a000000001";

/** The stories, the simplest first. */
export const STORIES: readonly Story[] = [
  {
    slug: "first-login",
    title: "First login",
    about: "An app starts with the grant token of somebody who has just agreed. Nothing is stored.",
    scenes: [
      find(
        { ...LOGIN, grantToken: "grant-1" },
        "Has this code been used before? Nothing is found.",
      ),
      save(
        { ...LOGIN, ...AT_LOGIN, grantToken: "grant-1", ...tokens("ann", 1), userName: "ann" },
        "The SDK has sent the code to Zoho, and stores what it got. The store sets the id.",
      ),
      byId(FIRST_ID, "Each request looks its token up by that id."),
    ],
  },
  {
    slug: "restart",
    title: "Restart",
    about: "The app starts again with the same grant token. A code can be used only once.",
    scenes: [
      save(
        { ...LOGIN, ...AT_LOGIN, grantToken: "grant-1", ...tokens("ann", 1), userName: "ann" },
        "What the first start has stored.",
      ),
      find(
        { ...LOGIN, grantToken: "grant-1" },
        "The grant token finds it, and the blank fields of the given token are filled in. " +
          "The SDK sends nothing to Zoho.",
      ),
    ],
  },
  {
    slug: "token-refreshed",
    title: "Token refreshed",
    about:
      "The access token has ended, and the SDK has bought a new one. One row must stay one row.",
    scenes: [
      save({ ...APP, ...tokens("ann", 1), userName: "ann" }, "What a login has stored."),
      save(
        { ...APP, refreshToken: "refresh-ann", accessToken: "access-ann-2" },
        "The new access token is unknown, but the refresh token is not: the row is updated. " +
          "What the given token lacks stays as it was.",
      ),
      save(
        { accessToken: "access-ann-2", expiresIn: NEVER },
        "Without client id and secret an access token is a strong key. Again the same row.",
      ),
    ],
  },
  {
    slug: "user-known-later",
    title: "User known later",
    about: "A token is stored before anybody knows whose it is.",
    scenes: [
      save({ ...APP, ...tokens("ann", 1) }, "Stored without a user."),
      save(
        { ...APP, refreshToken: "refresh-ann", userName: "ann" },
        "No row bears the name, so the next key decides. The row has no owner: it becomes ann's.",
      ),
      find({ userName: "ann" }, "From now on the name is enough."),
      find(
        { ...APP, refreshToken: "refresh-ann", userName: "bob" },
        "And nobody else gets it: the owner guard withholds it from bob.",
      ),
    ],
  },
  {
    slug: "two-users",
    title: "Two users",
    about: "Two users of one app share its client id and secret. These are no key.",
    scenes: [
      save({ ...APP, ...tokens("ann", 1), userName: "ann" }, "The first user logs in."),
      save(
        { ...APP, ...tokens("bob", 1), userName: "bob" },
        "The second one gets a row of his own.",
      ),
      find(
        { ...APP, userName: "bob" },
        "The name decides, and not the first row with this client.",
      ),
      find({ ...APP }, "Client credentials alone mean nobody."),
      find(
        { ...APP, userName: "carol", refreshToken: "refresh-ann" },
        "Nobody of that name is stored, and ann's token does not make carol ann: withheld.",
      ),
    ],
  },
  {
    slug: "log-out",
    title: "Log out",
    about: "One user leaves. The others stay, and leaving twice is no error.",
    scenes: [
      save({ ...APP, ...tokens("ann", 1), userName: "ann" }, "One user."),
      save({ ...APP, ...tokens("bob", 1), userName: "bob" }, "Another one."),
      { call: { method: "deleteToken", id: FIRST_ID }, note: "The first one logs out." },
      byId(FIRST_ID, "Absence is no error: null."),
      { call: { method: "deleteToken", id: FIRST_ID }, note: "Deleting again resolves." },
      save(
        { ...APP, ...tokens("ann", 2), userName: "ann" },
        "Logging in again makes a new row, with a new id: an id is never given twice.",
      ),
      { call: { method: "getTokens" }, note: "Both are there." },
    ],
  },
];

/** Gives calls that lead up to one of this method, which has something to act on. */
export function openingOf(method: Method): readonly Call[] {
  const users = ["ann", "bob"].map((user) =>
    toCall("saveToken", { ...APP, ...tokens(user, 1), userName: user }, FIRST_ID),
  );
  return [...users, toCall(method, GIVEN[method] ?? {}, FIRST_ID)];
}

/** What shows best what a method does with a token: it is found by less than it is completed to. */
const GIVEN: Readonly<Partial<Record<Method, TokenFields>>> = {
  findToken: { userName: "bob" },
  saveToken: { ...APP, refreshToken: "refresh-ann", accessToken: "access-ann-2" },
};

function tokens(user: string, count: number): TokenFields {
  return { refreshToken: `refresh-${user}`, accessToken: `access-${user}-${count}` };
}

function find(token: TokenFields, note: string): Scene {
  return { call: { method: "findToken", token }, note };
}

function save(token: TokenFields, note: string): Scene {
  return { call: { method: "saveToken", token }, note };
}

function byId(id: string, note: string): Scene {
  return { call: { method: "findTokenById", id }, note };
}
