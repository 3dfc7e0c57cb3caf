/**
 * Reads the changelog of the contract, and judges it by the rules that stand there.
 *
 * @module
 */

/** What a line of the changelog does to clauses. */
export type Change =
  | "Added"
  | "Tightened"
  | "Loosened"
  | "Raised"
  | "Lowered"
  | "Removed"
  | "Worded";

/** A line such as ``- Added, MUST: `a/b`, `a/c`. `` */
export interface Line {
  readonly change: Change;

  /** The level of the clauses from then on; left out where the line does not say it. */
  readonly level?: "MUST" | "SHOULD";
  readonly ids: readonly string[];
}

/** What one version of the contract has changed. */
export interface Section {
  readonly version: string;
  readonly lines: readonly Line[];
}

const CHANGES = "Added|Tightened|Loosened|Raised|Lowered|Removed|Worded";

/** Reads the sections, the newest first, as they stand. */
export function readChangelog(markdown: string): Section[] {
  const sections = markdown.split(/^## (?=\d)/m).slice(1);
  return sections.map((text) => {
    const [version = ""] = /^[\d.]+/.exec(text) ?? [];
    const found = text.matchAll(
      new RegExp(`^- (${CHANGES})(?:, (MUST|SHOULD))?: (.*(?:\\n  .*)*)`, "gm"),
    );
    return {
      version,
      lines: Array.from(found, ([, change, level, rest = ""]) => toLine(change, level, rest)),
    };
  });
}

function toLine(change: string | undefined, level: string | undefined, rest: string): Line {
  const ids = Array.from(rest.matchAll(/`([a-z-]+\/[a-z-]+)`/g), ([, id = ""]) => id);
  return {
    change: change as Change,
    ...(level === undefined ? {} : { level: level as "MUST" | "SHOULD" }),
    ids,
  };
}

/**
 * Makes all changes, the oldest first.
 *
 * @returns The level of every clause that is there in the end, by its id.
 * @throws Error when a line changes a clause that is not there, or brings back an id that was there.
 */
export function replayChangelog(sections: readonly Section[]): Map<string, string> {
  const levels = new Map<string, string>();
  const used = new Set<string>();
  for (const { change, level, ids } of sections.toReversed().flatMap(({ lines }) => lines)) {
    for (const id of ids) {
      if (change === "Added" ? used.has(id) : !levels.has(id)) throw new Error(`${change}: ${id}`);
      used.add(id);
      if (change === "Removed") levels.delete(id);
      else if (level !== undefined) levels.set(id, level);
    }
  }
  return levels;
}

/** How much a version must differ from the one before: the place of the number that grows. */
const PLACES = ["major", "minor", "patch"] as const;

/** Tells which number of the version a line makes grow. */
export function stepOf({ change, level }: Line): (typeof PLACES)[number] {
  if (change === "Worded") return "patch";
  const binds = change === "Raised" || change === "Added" || change === "Tightened";
  return binds && level === "MUST" ? "major" : "minor";
}

/** Tells which number has grown from one version to the next, those behind it being 0 again. */
export function stepBetween(older: string, newer: string): (typeof PLACES)[number] | null {
  const [from, to] = [older, newer].map((version) => version.split(".").map(Number));
  const place = [0, 1, 2].find((place) => from?.[place] !== to?.[place]);
  if (place === undefined || to?.[place] !== (from?.[place] ?? 0) + 1) return null;
  return to.slice(place + 1).every((number) => number === 0) ? (PLACES[place] ?? null) : null;
}

/** Names the versions whose number does not say what they have changed. */
export function misnumbered(sections: readonly Section[]): string[] {
  return sections.flatMap(({ version, lines }, index) => {
    const older = sections[index + 1];
    if (older === undefined) return [];
    const wanted = PLACES.find((place) => lines.some((line) => stepOf(line) === place));
    return stepBetween(older.version, version) === wanted ? [] : [version];
  });
}
