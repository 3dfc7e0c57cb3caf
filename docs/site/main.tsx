/**
 * Fills a place on a page with what its attribute names.
 *
 * @module
 */
import { type ComponentChild, render } from "preact";
import { METHODS } from "../../spec/harness.js";
import { BreakIt } from "./break-it/break-it.js";
import { Ladder } from "./ladder/ladder.js";
import { Playground } from "./playground/playground.js";

globalThis.mountInteractive = (place) => {
  const view = viewOf(place);
  if (view === null) return;
  place.replaceChildren();
  place.classList.add("interactive");
  render(view, place);
};

/** A playground without a method has its page to itself. */
function viewOf({ dataset }: HTMLElement): ComponentChild {
  if (dataset.breakIt !== undefined) return <BreakIt />;
  if (dataset.ladder !== undefined) return <Ladder />;
  if (dataset.playground === undefined) return null;
  const method = METHODS.find((one) => one === dataset.playground);
  return <Playground method={method ?? null} />;
}
