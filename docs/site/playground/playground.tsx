/**
 * The page on which a reader calls the six methods, and sees three stores at once.
 *
 * @module
 */
import { useEffect, useReducer, useState } from "preact/hooks";
import type { Method } from "../../../spec/harness.js";
import { RungList } from "../view/rung-list.js";
import { sayCall } from "../view/say-call.js";
import { EffectView } from "./effect-view.js";
import { isLink, readLink, toLink } from "./link.js";
import { replay, type Step } from "./replay.js";
import { advance, EMPTY, type Session, started } from "./session.js";
import { SHOWN_STORES } from "./stores.js";
import { STORIES } from "./stories.js";
import { TokenForm } from "./token-form.js";

/** How a playground is opened. */
export interface PlaygroundProps {
  /** The method that is chosen first. */
  readonly method: Method;

  /** Whether it keeps its state in the address of the page: one does, on a page of its own. */
  readonly hasLink: boolean;
}

/** Lets the reader call the six methods, go back in time, and follow prepared stories. */
export function Playground({ method, hasLink }: PlaygroundProps) {
  const [session, dispatch] = useReducer(advance, started(method));
  const steps = useReplay(session);
  useLink(session, hasLink, (restored) => dispatch({ kind: "restore", ...restored }));
  const step = session.shown === 0 ? null : steps?.[session.shown - 1];
  return (
    <div class="playground" data-ready={steps === null ? undefined : ""}>
      <Stories session={session} onTell={(slug) => dispatch({ kind: "tell", slug })} />
      {session.complaint !== null && <p role="alert">{session.complaint}</p>}
      <div class="playground-desk">
        <TokenForm
          name={hasLink ? "playground" : `playground-${method}`}
          draft={session.draft}
          onChange={(draft) => dispatch({ kind: "draft", draft })}
          onCall={() => dispatch({ kind: "call" })}
        />
        <History session={session} onShow={(shown) => dispatch({ kind: "show", shown })} />
      </div>
      <div aria-live="polite">
        {step === null || step === undefined ? <Nothing /> : <Shown step={step} />}
      </div>
      {hasLink && session.calls.length > 0 && (
        <p>
          <a href={toLink(session)}>Link to this state</a>
        </p>
      )}
    </div>
  );
}

/** Makes the calls again whenever they change. @returns `null` until the stores have answered. */
function useReplay({ calls }: Session): readonly Step[] | null {
  const [steps, setSteps] = useState<readonly Step[] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    replayInTurn(calls).then((steps) => isCurrent && setSteps(steps));
    return () => {
      isCurrent = false;
    };
  }, [calls]);
  return steps;
}

let turn: Promise<unknown> = Promise.resolve();

/** Ids are counted for the whole page, so that two playgrounds must not count at once. */
function replayInTurn(calls: Session["calls"]): Promise<readonly Step[]> {
  const steps = turn.then(() => replay(calls));
  turn = steps.catch(() => undefined);
  return steps;
}

function useLink(
  session: Session,
  hasLink: boolean,
  onRestore: (restored: ReturnType<typeof readLink>) => void,
): void {
  useEffect(() => {
    if (!hasLink) return;
    const restore = () => {
      if (isLink(location.hash)) onRestore(readLink(location.hash));
    };
    restore();
    addEventListener("hashchange", restore);
    return () => removeEventListener("hashchange", restore);
  }, [hasLink]);
  useEffect(() => {
    if (hasLink && session.calls.length > 0) history.replaceState(null, "", toLink(session));
  }, [session.calls, session.shown, hasLink]);
}

function Stories(props: { readonly session: Session; readonly onTell: (slug: string) => void }) {
  const { session, onTell } = props;
  const told = STORIES.find(({ slug }) => slug === session.story);
  const note = told?.scenes[session.shown - 1]?.note;
  return (
    <section class="stories" aria-label="Stories">
      <div class="stories-choice">
        {STORIES.map(({ slug, title }) => (
          <button
            key={slug}
            type="button"
            aria-pressed={slug === session.story}
            data-story={slug}
            onClick={() => onTell(slug)}
          >
            {title}
          </button>
        ))}
      </div>
      {told === undefined ? (
        <p>Choose a story, or fill in a token and call a method.</p>
      ) : (
        <p aria-live="polite">
          {told.about} {note !== undefined && <strong>{note}</strong>}
        </p>
      )}
    </section>
  );
}

function History(props: { readonly session: Session; readonly onShow: (shown: number) => void }) {
  const { session, onShow } = props;
  const { calls, shown } = session;
  return (
    <section class="history" aria-label="History">
      <div class="history-steps">
        <button type="button" disabled={shown === 0} onClick={() => onShow(shown - 1)}>
          ← Back
        </button>
        <button type="button" disabled={shown === calls.length} onClick={() => onShow(shown + 1)}>
          Forward →
        </button>
      </div>
      <ol start={0}>
        {[EMPTY, ...calls.map(sayCall)].map((said, index) => (
          <li key={index} aria-current={index === shown ? "step" : undefined}>
            <button type="button" onClick={() => onShow(index)}>
              {index === 0 ? said : <code>{said}</code>}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Shown({ step }: { readonly step: Step }) {
  const outcomes = new Set(step.effects.map(({ outcome }) => outcome));
  const [outcome] = outcomes;
  return (
    <section class="shown" aria-label="What the call did">
      <p class="shown-call">
        <code>{sayCall(step.call)}</code>
        {outcomes.size === 1 && (
          <>
            {" → "}
            <code class="shown-outcome">{outcome}</code>
          </>
        )}
      </p>
      {step.climb !== null && <RungList climb={step.climb} />}
      <div class="stores">
        {step.effects.map((effect) => (
          <EffectView
            key={effect.store}
            meant={step.climb?.match ?? null}
            effect={outcomes.size === 1 ? { ...effect, outcome: "" } : effect}
          />
        ))}
      </div>
    </section>
  );
}

function Nothing() {
  return (
    <section class="shown" aria-label="What is stored">
      <div class="stores">
        {SHOWN_STORES.map(({ name }) => (
          <EffectView
            key={name}
            meant={null}
            effect={{ store: name, outcome: "", token: null, before: [], after: [], sql: [] }}
          />
        ))}
      </div>
    </section>
  );
}
