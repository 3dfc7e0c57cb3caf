import { useEffect, useRef, useState } from "preact/hooks";
import { replay, type Step } from "./replay.js";
import type { Session } from "./session.js";

/** A session whose calls have been made. */
export interface Replayed {
  readonly session: Session;

  /** What each call did; empty where the stores could not be opened. */
  readonly steps: readonly Step[];

  /** Why they could not; `null` where they could. */
  readonly failure: string | null;
}

type Answer = Pick<Replayed, "steps" | "failure"> & { readonly calls: Session["calls"] };

/**
 * Makes the calls of a session again whenever they change.
 *
 * @returns The last session whose calls have been made, so that what is said of a call and what it
 *   did are always of the same one; `null` until the stores have answered for the first time.
 */
export function useReplay(session: Session): Replayed | null {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const last = useRef<Replayed | null>(null);
  const { calls } = session;
  useEffect(() => {
    let isCurrent = true;
    answerTo(calls).then((answer) => isCurrent && setAnswer(answer));
    return () => {
      isCurrent = false;
    };
  }, [calls]);
  if (answer?.calls === calls) last.current = { ...answer, session };
  return last.current;
}

async function answerTo(calls: Session["calls"]): Promise<Answer> {
  try {
    return { calls, steps: await replayInTurn(calls), failure: null };
  } catch (error) {
    return { calls, steps: [], failure: error instanceof Error ? error.message : String(error) };
  }
}

let turn: Promise<unknown> = Promise.resolve();

/** Ids are counted for the whole page, so that two playgrounds must not count at once. */
function replayInTurn(calls: Session["calls"]): Promise<readonly Step[]> {
  const steps = turn.then(() => replay(calls));
  turn = steps.catch(() => undefined);
  return steps;
}
