import { show } from "../../../spec/transcript.js";
import { KEY_NAMES } from "../../build/ladder-clauses.js";
import type { Climb, Rung } from "../playground/climb.js";

/** Shows how a token climbed the lookup ladder: a line a key, and what became of it. */
export function RungList({ climb }: { readonly climb: Climb }) {
  if (climb.rungs.length === 0) {
    return <p>The token carries no key, so it means no stored token.</p>;
  }
  return (
    <ol class="rungs">
      {climb.rungs.map((rung) => (
        <li key={rung.column} class={`rung-${rung.verdict.replaceAll(" ", "-")}`}>
          <strong>{KEY_NAMES[rung.column]}</strong> <code>{show(rung.value)}</code>{" "}
          <span class="rung-verdict">{sayVerdict(rung)}</span>
        </li>
      ))}
    </ol>
  );
}

/** Says what became of a key. */
export function sayVerdict({ verdict, candidates }: Rung): string {
  switch (verdict) {
    case "decides": {
      const row = candidates.find(({ withheldBy }) => withheldBy.length === 0);
      return `decides: the token of id ${row?.id}`;
    }
    case "withheld": {
      const guards = new Set(candidates.flatMap(({ withheldBy }) => withheldBy));
      const said = [...guards].map((guard) => `the ${guard} guard`).join(" and ");
      return `finds a token, but ${said} ${guards.size === 1 ? "withholds" : "withhold"} it`;
    }
    case "finds none":
      return "finds none";
    case "not tried":
      return "not tried any more";
  }
}
