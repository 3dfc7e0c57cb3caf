import { parseCalls } from "./call.js";
import type { Restored, Session } from "./session.js";

/** Writes the calls, and which of them is looked at, as the fragment of an address. */
export function toLink({ calls, shown }: Pick<Session, "calls" | "shown">): string {
  const parts = new URLSearchParams({ calls: JSON.stringify(calls), at: String(shown) });
  return `#${parts}`;
}

/** Tells whether the fragment of an address holds calls; it can also name a place on the page. */
export function isLink(hash: string): boolean {
  return partsOf(hash).has("calls");
}

/** Reads the fragment of an address; what is wrong with it is said, and not thrown. */
export function readLink(hash: string): Restored {
  const parts = partsOf(hash);
  try {
    const calls = parseCalls(parts.get("calls") ?? "[]");
    const at = Number(parts.get("at") ?? calls.length);
    const isStep = Number.isInteger(at) && at >= 0 && at <= calls.length;
    return { calls, shown: isStep ? at : calls.length };
  } catch (error) {
    return { complaint: `This link cannot be opened: ${(error as Error).message}.` };
  }
}

function partsOf(hash: string): URLSearchParams {
  return new URLSearchParams(hash.replace(/^#/, ""));
}
