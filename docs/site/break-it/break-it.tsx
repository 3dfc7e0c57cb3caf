/**
 * The page on which a reader breaks a store, and watches the spec find it out.
 *
 * @module
 */
import { texts } from "virtual:broken-store-texts";
import { useEffect, useState } from "preact/hooks";
import type { BrokenStoreText } from "./broken-store-text.js";
import type { Failure } from "./check-broken.js";
import { FailureView } from "./failure-view.js";
import { startCheck } from "./start-check.js";
import type { WorkerAnswer } from "./worker-messages.js";

/** The one that is chosen first: it hands one user the token of another. */
const FIRST = "ForgetsWhoOwnsTheToken";

/** How far a check is. */
type State =
  | { readonly kind: "idle" }
  | {
      readonly kind: "checking";
      readonly seed: number;
      readonly count: number;
      readonly total: number;
    }
  | { readonly kind: "done"; readonly seed: number; readonly failures: readonly Failure[] }
  | { readonly kind: "broke off"; readonly reason: string };

/** Lets the reader choose a broken store, check it, and step through what shows its mistake. */
export function BreakIt() {
  const [text, choose] = useState(textOf(FIRST));
  const [state, check] = useCheck(text);
  return (
    <div class="break-it" data-state={state.kind}>
      <Choice text={text} onChoose={choose} />
      <p>
        A store that <strong>{text.words}</strong>: everything else in it is correct.
      </p>
      <pre>
        <code>{text.code}</code>
      </pre>
      {text.base !== null && (
        <p>
          What a <code>{text.base.name}</code> does: {text.base.summary}
        </p>
      )}
      <p>
        <button type="button" class="primary" onClick={check}>
          Check it
        </button>
      </p>
      <p role="status">{sayFound(state)}</p>
      <Found text={text} state={state} />
    </div>
  );
}

function Choice(props: {
  readonly text: BrokenStoreText;
  readonly onChoose: (text: BrokenStoreText) => void;
}) {
  const subjects = [...new Set(texts.map(({ subject }) => subject))];
  const others = texts.filter(({ name }) => name !== props.text.name);
  const random = () => others[Math.floor(Math.random() * others.length)] ?? props.text;
  return (
    <p class="break-it-choice">
      <label>
        A store that{" "}
        <select
          value={props.text.name}
          onChange={({ currentTarget }) => props.onChoose(textOf(currentTarget.value))}
        >
          {subjects.map((subject) => (
            <optgroup key={subject} label={subject}>
              {texts
                .filter((one) => one.subject === subject)
                .map(({ name, words }) => (
                  <option key={name} value={name}>
                    {words}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>{" "}
      <button type="button" onClick={() => props.onChoose(random())}>
        Any other
      </button>
    </p>
  );
}

function textOf(name: string): BrokenStoreText {
  const text = texts.find((one) => one.name === name) ?? texts[0];
  if (text === undefined) throw new Error("there are no broken stores");
  return text;
}

/** Checks when asked to. Another choice ends a check, and forgets what it found. */
function useCheck(text: BrokenStoreText): [State, () => void] {
  const [state, setState] = useState<State>({ kind: "idle" });
  const [seed, setSeed] = useState<number | null>(null);
  useEffect(() => {
    setSeed(null);
    setState({ kind: "idle" });
  }, [text]);
  useEffect(() => {
    if (seed === null) return;
    const hear = (answer: WorkerAnswer) => setState(stateAfter(answer, seed));
    return startCheck({ name: text.name, seed }, hear);
  }, [text, seed]);
  const check = () => {
    const next = Math.floor(Math.random() * 1_000_000);
    setState({ kind: "checking", seed: next, count: 0, total: 1 });
    setSeed(next);
  };
  return [state, check];
}

function stateAfter(answer: WorkerAnswer, seed: number): State {
  switch (answer.kind) {
    case "progress":
      return { kind: "checking", seed, count: answer.count, total: answer.total };
    case "done":
      return { kind: "done", seed, failures: answer.failures };
    case "broke off":
      return answer;
  }
}

function Found({ text, state }: { readonly text: BrokenStoreText; readonly state: State }) {
  switch (state.kind) {
    case "idle":
      return null;
    case "checking":
      return (
        <p>
          <progress value={state.count} max={state.total} aria-label="clauses checked" />{" "}
          {state.count} clauses checked, from seed {state.seed}
        </p>
      );
    case "broke off":
      return <p role="alert">The check broke off: {state.reason}</p>;
    case "done":
      return (
        <>
          {state.failures.map((failure) => (
            <FailureView key={failure.result.id} failure={failure} />
          ))}
          <p class="break-it-repair">
            <strong>Repair</strong>: <Prose text={text.repair} />
          </p>
        </>
      );
  }
}

/** Shows a sentence with its code between backticks. */
function Prose({ text }: { readonly text: string }) {
  const parts = text.split("`");
  return (
    <>{parts.map((part, index) => (index % 2 === 0 ? part : <code key={part}>{part}</code>))}</>
  );
}

/** Says what was found, in a place that is there all the time: only such is read to the blind. */
function sayFound(state: State): string {
  if (state.kind !== "done") return "";
  const count = state.failures.length;
  const failed = count === 1 ? "one clause failed" : `${count} clauses failed`;
  return `From seed ${state.seed}, ${failed}.`;
}
