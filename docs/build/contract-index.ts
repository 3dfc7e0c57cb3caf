import type { Clause, Level } from "../../spec/clause.js";
import { CONTRACT_VERSION, clauses } from "../../spec/clauses.js";
import { FIELDS, type Field } from "../../spec/token-fields.js";
import { OAuthToken } from "../../src/sdk.js";
import { COLUMNS } from "../../src/token-row.js";
import { brokenStores } from "../../test/broken-stores/index.js";
import { clauseLink, escapeText, GENERATED, methodFile, page, table } from "./markdown.js";
import { clausesOf, SUBJECTS, type Subject, titleOf } from "./subjects.js";

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
      "[the lookup ladder](lookup-ladder.md), a page of its own. What to do where a clause fails: " +
      "[failures explained](../failures/README.md).",
    ...tokenShape(),
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

/** The fields of a token, as they are called on these pages, in code and in a table. */
function tokenShape(): string[] {
  const rows = FIELDS.map((field, index) => {
    const read = field === "userName" ? "getUserSignature()?.getName()" : `${getterOf(field)}()`;
    return [`\`${field}\``, `\`${read}\``, `\`${COLUMNS[index]}\``, FIELD_MEANINGS[field]];
  });
  return [
    "## A token",
    "A token is an `OAuthToken` of the SDK. It has ten fields, each a string or blank (`null`, " +
      "`undefined` or empty). On these pages a token is written as its fields that are not blank: " +
      '`{ userName: "ann", refreshToken: "R" }`.',
    table(["field", "read by", "column", "is"], rows),
  ];
}

const FIELD_MEANINGS: Readonly<Record<Field, string>> = {
  id: "the name of the stored token, which the store makes: 1 to 10 characters",
  userName: "whose token it is; the SDK writes the email address and the organization",
  clientId: "the OAuth client that the token was issued to",
  clientSecret: "the secret of that client",
  refreshToken: "what buys access tokens, for a long time",
  accessToken: "what a request needs, for an hour",
  grantToken: "the code of the login, kept so that a restart can find the token by it",
  expiresIn: "when the access token ends, in milliseconds since 1970",
  redirectURL: "where the login has led back to",
  apiDomain: "the data centre that the token belongs to",
};

/** Names a getter, and sees to it that there is one. */
function getterOf(field: Field): string {
  const name = field.replace(/^api/, "API").replace(/^./, (letter) => letter.toUpperCase());
  if (!Reflect.has(OAuthToken.prototype, `get${name}`)) throw new Error(`there is no get${name}`);
  return `get${name}`;
}

function count(all: readonly Clause[], level: Level): number {
  return all.filter((clause) => clause.level === level).length;
}

function pageLink(subject: Subject): string {
  const title = subject === "whole store" ? titleOf(subject) : `\`${subject}\``;
  return `[${title}](${methodFile(subject)})`;
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
