import { RungList } from "../view/rung-list.js";
import { sayCall } from "../view/say-call.js";
import { EffectView } from "./effect-view.js";
import type { Effect, Step } from "./replay.js";
import { SHOWN_STORES } from "./stores.js";
import { STORIES } from "./stories.js";
import type { Replayed } from "./use-replay.js";

/** Shows what the call that is looked at did: its outcome, the ladder, and the three stores. */
export function Result({ session, steps, failure }: Replayed) {
  if (failure !== null) return null;
  const step = steps[session.shown - 1];
  const story = STORIES.find(({ slug }) => slug === session.story);
  const note = story?.scenes[session.shown - 1]?.note;
  return (
    <section class="shown" aria-label="What the call did">
      {/* What a screen reader says at each step is this, and not the stores below it. */}
      <div role="status">
        <p class="shown-call">{step === undefined ? "Nothing is stored." : <Call step={step} />}</p>
        {note !== undefined && <p class="shown-note">{note}</p>}
        {step?.climb && <RungList climb={step.climb} />}
      </div>
      <div class="stores">
        {(step?.effects ?? NO_EFFECTS).map((effect) => (
          <EffectView key={effect.store} effect={effect} meant={step?.climb?.match ?? null} />
        ))}
      </div>
    </section>
  );
}

/** The stores agree on what comes of a call; where they did not, that would be a mistake in one. */
function Call({ step }: { readonly step: Step }) {
  return (
    <>
      <code>{sayCall(step.call)}</code>
      {" → "}
      <code class="shown-outcome">{step.effects[0]?.outcome}</code>
    </>
  );
}

const NO_EFFECTS: readonly Effect[] = SHOWN_STORES.map(({ name }) => ({
  store: name,
  outcome: "",
  before: [],
  after: [],
  sql: [],
}));
