/**
 * What every page loads: it looks for places that want to be more than text, and loads the rest when
 * the reader comes near one.
 *
 * @module
 */
import { loadScript } from "./load-script.js";

declare global {
  /** What the script behind the places leaves behind. */
  var mountInteractive: ((place: HTMLElement) => void) | undefined;
}

const PLACES = "[data-playground], [data-break-it], [data-ladder]";

/** How far below the screen a place may be to be made ready, in pixels. */
const NEAR = "400px";

const observer = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) mount(target as HTMLElement);
    }
  },
  { rootMargin: NEAR },
);

for (const place of document.querySelectorAll(PLACES)) observer.observe(place);

async function mount(place: HTMLElement): Promise<void> {
  observer.unobserve(place);
  await loadScript("playground.js");
  globalThis.mountInteractive?.(place);
}
