/**
 * The lookup ladder as a decision table that the reader can set.
 *
 * @module
 */
import { useState } from "preact/hooks";
import { KEY_NAMES } from "../../build/ladder-clauses.js";
import { pageUrl } from "../page-url.js";
import { sayVerdict } from "../view/rung-list.js";
import { type Case, type Decision, decide, IDENTITY, type Side, sidesOf } from "./decision.js";

const SAID: Readonly<Record<Side, string>> = {
  neither: "neither token bears it",
  given: "only the given token",
  stored: "only the stored token",
  same: "both, the same",
  other: "both, but different",
};

const SAVED: Readonly<Record<Decision["saving"], string>> = {
  updates: "updates it",
  inserts: "inserts a new row",
  "has nothing to store": "rejects: there is nothing to store",
  "finds the id taken": "rejects: the id is taken",
};

/** A case in which the owner guard shows what it is for. */
const FIRST: Case = {
  user_name: "other",
  client_id: "same",
  client_secret: "same",
  grant_token: "neither",
  refresh_token: "same",
  access_token: "given",
  id: "stored",
};

/** Lets the reader set what two tokens bear, and shows what the ladder decides. */
export function Ladder() {
  const [sides, set] = useState(FIRST);
  return (
    <div class="ladder">
      <fieldset class="ladder-fields">
        <legend>What do the given token and the one stored token bear?</legend>
        {IDENTITY.map((column) => (
          <label key={column}>
            {column}
            <select
              name={column}
              value={sides[column]}
              onChange={({ currentTarget }) =>
                set({ ...sides, [column]: currentTarget.value as Side })
              }
            >
              {sidesOf(column).map((side) => (
                <option key={side} value={side}>
                  {SAID[side]}
                </option>
              ))}
            </select>
          </label>
        ))}
      </fieldset>
      <Decided decision={decide(sides)} />
    </div>
  );
}

function Decided({ decision }: { readonly decision: Decision }) {
  const { isMeant, rungs, noKeyClause } = decision;
  return (
    <>
      <p role="status" data-meant={String(isMeant)}>
        The stored token <strong>{isMeant ? "is meant" : "is not meant"}</strong>:{" "}
        <code>findToken</code> {isMeant ? "completes the given token from it" : "gives null"}, and{" "}
        <code>saveToken</code> {SAVED[decision.saving]}.
      </p>
      <p>
        Decided by <ClauseLink id={decision.outcome.find} /> and{" "}
        <ClauseLink id={decision.outcome.save} />.
      </p>
      {noKeyClause !== null && (
        <p>
          The given token carries no key (<ClauseLink id={noKeyClause} />
          ).
        </p>
      )}
      {rungs.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <section class="ladder-table" aria-label="The keys, the strongest first" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">step</th>
                <th scope="col">key</th>
                <th scope="col">what becomes of it</th>
                <th scope="col">decided by</th>
              </tr>
            </thead>
            <tbody>
              {rungs.map(({ rung, clauses }, index) => (
                <tr key={rung.column} class={`rung-${rung.verdict.replaceAll(" ", "-")}`}>
                  <td>{index + 1}</td>
                  <th scope="row">{KEY_NAMES[rung.column]}</th>
                  <td class="rung-verdict">{sayVerdict(rung)}</td>
                  <td>
                    {clauses.map((id, place) => (
                      <span key={id}>
                        {place > 0 && ", "}
                        <ClauseLink id={id} />
                      </span>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

/** Leads to the clause on the page about its method, which the first word of its id names. */
function ClauseLink({ id }: { readonly id: string }) {
  const [method] = id.split("/");
  return (
    <a href={pageUrl(`docs/contract/${method}-token.md#${id.replace("/", "-")}`)}>
      <code>{id}</code>
    </a>
  );
}
