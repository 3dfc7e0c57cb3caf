import { useState } from "preact/hooks";
import { pageUrl } from "../page-url.js";
import { MapView } from "../view/row-views.js";
import { StepButton } from "../view/step-button.js";
import type { Failure } from "./check-broken.js";

/** Shows a counterexample line by line, and what the storage held after each. */
export function FailureView({ failure }: { readonly failure: Failure }) {
  const { result, frames } = failure;
  const [shown, show] = useState(0);
  const frame = frames[shown];
  const isLast = shown === frames.length - 1;
  return (
    <section class="failure" aria-label={`counterexample to ${result.id}`} data-clause={result.id}>
      <h3>✗ {result.title}</h3>
      <p>
        <a href={pageUrl(result.docs)}>
          <code>{result.id}</code>
        </a>{" "}
        · {result.level} · {result.why}
      </p>
      <ol class="failure-lines">
        {frames.map(({ line }, index) => (
          <li key={line + String(index)} aria-current={index === shown ? "step" : undefined}>
            <button type="button" onClick={() => show(index)}>
              <code>{line}</code>
            </button>
          </li>
        ))}
      </ol>
      <dl class="failure-verdict">
        <dt>expected</dt>
        <dd>
          <code>{result.expected}</code>
        </dd>
        <dt>got</dt>
        <dd>
          <code>{result.actual}</code>
        </dd>
      </dl>
      <div class="history-steps">
        <StepButton isAtEnd={shown === 0} onStep={() => show(shown - 1)}>
          ← Back
        </StepButton>
        <StepButton isAtEnd={isLast} onStep={() => show(shown + 1)}>
          Step →
        </StepButton>
      </div>
      {frame !== undefined && (
        <>
          <p>
            What the storage holds after{" "}
            {frame.isTogether ? "all of the calls at once" : `line ${shown + 1}`}:
          </p>
          <MapView before={frame.before} after={frame.after} label="rows of the broken store" />
        </>
      )}
    </section>
  );
}
