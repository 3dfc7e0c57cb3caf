import type { Clause, Level } from "../../spec/clause.js";
import { docsPage } from "../../spec/clause.js";
import { CONTRACT_VERSION, clauses } from "../../spec/clauses.js";
import { brokenStores } from "../../test/broken-stores/index.js";
import { CONTRACT_FOLDER, clauseLink, escapeText, GENERATED, page, table } from "./markdown.js";
import { clausesOf, SUBJECTS, type Subject, titleOf } from "./method-page.js";

/** Writes the table of contents of the contract. */
export function contractIndex(): string {
  return page(
    GENERATED,
    "# The contract",
    `Version ${CONTRACT_VERSION}: ${clauses.length} clauses, ${count(clauses, "MUST")} MUST and ` +
      `${count(clauses, "SHOULD")} SHOULD, and [${brokenStores.length} broken ` +
      "stores](../broken-stores/README.md) that show that each of them can fail. The " +
      "[changelog](../changelog.md) tells what a version has changed, and what its number says.",
    "A clause is one sentence about a token store, with a check that it holds. The same list is " +
      "what the command line runs, what `describeTokenStore` turns into tests, and what these " +
      "pages are written from.",
    counts(),
    "Which stored token a given token means is decided by " +
      "[the lookup ladder](lookup-ladder.md), a page of its own.",
    LEVELS,
    VERDICTS,
    "## All clauses",
    ...SUBJECTS.flatMap(clauseTable),
  );
}

function counts(): string {
  const rows = SUBJECTS.map((subject) => {
    const all = clausesOf(subject);
    return [pageLink(subject), ...[count(all, "MUST"), count(all, "SHOULD")].map(String)];
  });
  return table(["page", "MUST", "SHOULD"], rows);
}

function count(all: readonly Clause[], level: Level): number {
  return all.filter((clause) => clause.level === level).length;
}

function pageLink(subject: Subject): string {
  const [path = ""] = docsPage({ id: "", method: subject }).split("#");
  const title = subject === "whole store" ? titleOf(subject) : `\`${subject}\``;
  return `[${title}](${path.replace(`${CONTRACT_FOLDER}/`, "")})`;
}

function clauseTable(subject: Subject): string[] {
  const rows = clausesOf(subject).map(({ id, title, level }) => [
    clauseLink(id, escapeText(title)),
    `\`${id}\``,
    level,
  ]);
  return [`### ${titleOf(subject)}`, table(["clause", "id", "level"], rows)];
}

const LEVELS = `## Levels

- **MUST**: the article says it, or the SDK relies on it, or another user's tokens are at stake. A
  store that breaks one does not conform.
- **SHOULD**: a production store does it: ids that are never reused, copies, no secret in an error.
  A store that breaks one conforms all the same, unless \`--strict\` is given.
- **Left open**: stores may differ, and no clause takes sides. That is the order in which
  \`getTokens\` lists; which of two tokens that tie on a key is chosen; what an id looks like, within
  1 to 10 characters; and whether a read on broken storage rejects or still answers with the truth.

A source that starts with K192 is a section of *Kaizen #192 - Implementing Custom Token Persistence
in Python SDK*; one that starts with SDK is a file of the official TypeScript SDK, version 8.0; "this
project" means that neither says it, or that they contradict each other.`;

const VERDICTS = `## Verdicts

- **passed**: the check ran, and found nothing.
- **failed**: the check ran, and the report shows the calls that break the clause.
- **blocked**: the clause starts from something that a failed clause denies it. Mend that one first.
- **not claimed**: the harness does not offer what the clause needs, such as reopening the storage.
  Nothing was checked, so it is never counted as passed.

A store *conforms* when no MUST clause failed or was blocked. That is evidence, not proof: a check
tries many calls, not all, and it knows nothing of power cuts or of a network.`;
