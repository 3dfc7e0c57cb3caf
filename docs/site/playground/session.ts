/**
 * What the reader has done on the page, and what comes of the next thing.
 *
 * @module
 */
import type { Method } from "../../../spec/harness.js";
import type { Call } from "../../../spec/model.js";
import type { TokenFields } from "../../../spec/token-fields.js";
import { MOST_CALLS, toCall } from "./call.js";
import { FIRST_ID, openingOf, STORIES } from "./stories.js";

/** What the reader has done. */
export interface Session {
  readonly calls: readonly Call[];

  /** After how many of the calls the stores are shown. */
  readonly shown: number;
  readonly draft: Draft;

  /** The story that is told; `null` where the calls are the reader's own. */
  readonly story: string | null;

  /** What cannot be done, such as opening a link that is wrong; `null` where all is well. */
  readonly complaint: string | null;
}

/** What the reader has filled in. */
export interface Draft {
  readonly method: Method;

  /** The fields that the token has. One that is left out is absent; an empty one is blank. */
  readonly token: TokenFields;
  readonly id: string;
}

/** What the reader can do. */
export type Action =
  | { readonly kind: "draft"; readonly draft: Draft }
  | { readonly kind: "call" }
  | { readonly kind: "show"; readonly shown: number }
  | { readonly kind: "tell"; readonly slug: string }
  | ({ readonly kind: "restore" } & Restored);

/** What a link holds. */
export type Restored =
  | { readonly calls: readonly Call[]; readonly shown: number }
  | { readonly complaint: string };

/** What the history begins with. */
export const EMPTY = "empty stores";

const TOO_MANY = `${MOST_CALLS} calls are the most. Step back, or choose a story.`;

/**
 * Begins a session.
 *
 * @param method - The method that the reader has come for: some calls have been made, and one of it
 *   is shown. `null` begins with empty stores.
 */
export function started(method: Method | null): Session {
  const token = { userName: "ann", refreshToken: "refresh-ann" };
  const draft: Draft = { method: "saveToken", token, id: FIRST_ID };
  const calls = method === null ? [] : openingOf(method);
  return draftOf({ calls, shown: calls.length, draft, story: null, complaint: null });
}

/** Gives the session after the reader has done something. */
export function advance(session: Session, action: Action): Session {
  switch (action.kind) {
    case "draft":
      return { ...session, draft: action.draft };
    case "call":
      return makeCall(session);
    case "show":
      return draftOf({ ...session, shown: action.shown, complaint: null });
    case "tell":
      return tell(session, action.slug);
    case "restore":
      return restore(session, action);
  }
}

/** A call that is made after stepping back takes the place of what came then. */
function makeCall(session: Session): Session {
  if (session.shown >= MOST_CALLS) return { ...session, complaint: TOO_MANY };
  const { method, token, id } = session.draft;
  const calls = [...session.calls.slice(0, session.shown), toCall(method, token, id)];
  return { ...session, calls, shown: calls.length, story: null, complaint: null };
}

function tell(session: Session, slug: string): Session {
  const story = STORIES.find((one) => one.slug === slug);
  if (story === undefined) return session;
  const calls = story.scenes.map(({ call }) => call);
  return draftOf({ ...session, calls, shown: 1, story: slug, complaint: null });
}

function restore(session: Session, restored: Restored): Session {
  if ("complaint" in restored) return { ...session, complaint: restored.complaint };
  const { calls, shown } = restored;
  return draftOf({ ...session, calls, shown, story: storyOf(calls), complaint: null });
}

/** A link holds calls. Where they are those of a story, its words come back with them. */
function storyOf(calls: readonly Call[]): string | null {
  const text = JSON.stringify(calls);
  const told = STORIES.find(
    ({ scenes }) => JSON.stringify(scenes.map(({ call }) => call)) === text,
  );
  return told?.slug ?? null;
}

/** The form shows the call that is looked at, so that the reader can vary it. */
function draftOf(session: Session): Session {
  const call = session.calls[session.shown - 1];
  if (call === undefined) return session;
  const { token, id } = session.draft;
  const draft = {
    method: call.method,
    token: "token" in call ? call.token : token,
    id: "id" in call ? call.id : id,
  };
  return { ...session, draft };
}
