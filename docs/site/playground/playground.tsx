/**
 * The page on which a reader calls the six methods, and sees three stores at once.
 *
 * @module
 */
import { useEffect, useReducer, useRef } from "preact/hooks";
import type { Method } from "../../../spec/harness.js";
import { sayCall } from "../view/say-call.js";
import { StepButton } from "../view/step-button.js";
import { isLink, readLink, toLink } from "./link.js";
import { Result } from "./result.js";
import { advance, EMPTY, type Restored, type Session, started } from "./session.js";
import { STORIES } from "./stories.js";
import { TokenForm } from "./token-form.js";
import { type Replayed, useReplay } from "./use-replay.js";

/** How a playground is opened. */
export interface PlaygroundProps {
  /** The method that the page is about; `null` where the playground has a page of its own. */
  readonly method: Method | null;
}

/** Lets the reader call the six methods, go back in time, and follow prepared stories. */
export function Playground({ method }: PlaygroundProps) {
  const [session, dispatch] = useReducer(advance, started(method));
  const replayed = useReplay(session);
  const hasLink = method === null;
  useLink(hasLink, (restored) => dispatch({ kind: "restore", ...restored }));
  if (replayed === null) return <p>The stores are being opened.</p>;
  const show = (shown: number) => dispatch({ kind: "show", shown });
  return (
    <div class="playground" data-ready>
      <Stories session={replayed.session} onTell={(slug) => dispatch({ kind: "tell", slug })} />
      <Complaint session={session} replayed={replayed} />
      <div class="playground-desk">
        <div class="playground-result">
          <Stepper session={replayed.session} onShow={show} />
          <Result {...replayed} />
        </div>
        <div class="playground-calls">
          <TokenForm
            name={`playground-${method ?? "own"}`}
            draft={session.draft}
            onChange={(draft) => dispatch({ kind: "draft", draft })}
            onCall={() => dispatch({ kind: "call" })}
          />
          <History session={replayed.session} onShow={show} />
          {hasLink && replayed.session.calls.length > 0 && (
            <p>
              <a href={toLink(replayed.session)}>Link to this state</a>: what you have filled in is
              part of it, so use no real tokens.
            </p>
          )}
        </div>
      </div>
    </div>
  );
}

/** Opens the state that the address of the page holds, and every other one that it is changed to. */
function useLink(hasLink: boolean, onRestore: (restored: Restored) => void): void {
  useEffect(() => {
    if (!hasLink) return;
    const restore = () => {
      if (isLink(location.hash)) onRestore(readLink(location.hash));
    };
    restore();
    addEventListener("hashchange", restore);
    return () => removeEventListener("hashchange", restore);
  }, [hasLink]);
}

function Complaint(props: { readonly session: Session; readonly replayed: Replayed }) {
  const { complaint } = props.session;
  const { failure } = props.replayed;
  if (failure !== null) {
    return <p role="alert">The stores cannot be opened: {failure}. Load the page again.</p>;
  }
  return complaint === null ? null : <p role="alert">{complaint}</p>;
}

function Stories(props: { readonly session: Session; readonly onTell: (slug: string) => void }) {
  const { session, onTell } = props;
  const told = STORIES.find(({ slug }) => slug === session.story);
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
      <p>{told?.about ?? "Choose a story, or fill in a token and call a method."}</p>
    </section>
  );
}

interface Steps {
  readonly session: Session;
  readonly onShow: (shown: number) => void;
}

function Stepper({ session: { calls, shown }, onShow }: Steps) {
  return (
    <div class="history-steps">
      <StepButton isAtEnd={shown === 0} onStep={() => onShow(shown - 1)}>
        ← Back
      </StepButton>
      <StepButton isAtEnd={shown === calls.length} onStep={() => onShow(shown + 1)}>
        Forward →
      </StepButton>
      <span>{calls.length === 0 ? "no calls yet" : `after ${shown} of ${calls.length} calls`}</span>
    </div>
  );
}

function History({ session: { calls, shown }, onShow }: Steps) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => keepInView(list.current), [shown]);
  return (
    <section class="history" aria-label="History">
      <ol start={0} ref={list}>
        {[EMPTY, ...calls.map(sayCall)].map((said, index) => (
          <li key={index + said} aria-current={index === shown ? "step" : undefined}>
            <button type="button" onClick={() => onShow(index)}>
              {index === 0 ? said : <code>{said}</code>}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Scrolls the list, which its items are placed in, and not the page, to the call that is looked at. */
function keepInView(list: HTMLOListElement | null): void {
  const item = list?.querySelector("[aria-current]");
  if (list === null || !(item instanceof HTMLElement)) return;
  const top = item.offsetTop;
  const bottom = top + item.offsetHeight;
  if (top < list.scrollTop) list.scrollTop = top;
  if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
}
