/**
 * What the reader has done on the page, and what comes of the next thing.
 *
 * @module
 */
import type { Method } from "../../../spec/harness.js";
import type { Call } from "../../../spec/model.js";
import type { TokenFields } from "../../../spec/token-fields.js";
import { toCall } from "./call.js";
import { STORIES } from "./stories.js";

/** What the reader has done. */
export interface Session {
  readonly calls: readonly Call[];

  /** After how many of the calls the stores are shown. */
  readonly shown: number;
  readonly draft: Draft;

  /** The story that is told; `null` where the calls are the reader's own. */
  readonly story: string | null;

  /** What was wrong with the link that was opened; `null` where nothing was. */
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

/** Begins with empty stores. */
export function started(method: Method): Session {
  const token = { userName: "ann", refreshToken: "refresh-ann" };
  const draft = { method, token, id: "a000000001" };
  return { calls: [], shown: 0, draft, story: null, complaint: null };
}

/** Gives the session after the reader has done something. */
export function advance(session: Session, action: Action): Session {
  switch (action.kind) {
    case "draft":
      return { ...session, draft: action.draft };
    case "call":
      return makeCall(session);
    case "show":
      return draftOf({ ...session, shown: action.shown });
    case "tell":
      return tell(session, action.slug);
    case "restore":
      return restore(session, action);
  }
}

/** A call that is made after stepping back takes the place of what came then. */
function makeCall(session: Session): Session {
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
