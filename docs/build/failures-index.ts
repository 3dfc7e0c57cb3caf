import { describeFailure } from "../../spec/report/failure.js";
import { caughtBy, storeLink } from "./broken-stores.js";
import { type Counterexamples, SEED } from "./counterexample.js";
import { escapeText, failureLink, fence, GENERATED, page, table } from "./markdown.js";
import { clausesOf, SUBJECTS, type Subject, titleOf } from "./subjects.js";

/** The clause that the failure is shown of, short and easy to follow. */
const SHOWN = "by-id/unknown";

/** Writes the start page of the failures: how to read one, what to do first, and all of them. */
export async function failuresIndex(counterexamples: Counterexamples): Promise<string> {
  return page(
    GENERATED,
    "# Failures explained",
    "A clause of [the contract](../contract/README.md) has failed, and you want to know what to " +
      "change. Each clause has a page that says what your users would see, which mistakes are behind " +
      "it most often, with the wrong lines and their repair, and what to mend first.",
    "The line `docs` of a failure leads to its page: as a path into `node_modules`, or, with " +
      "`--docs URL` (under a test runner, the option `docs`), as a link to where these pages are " +
      "published: [one click from a red line](../check-your-own.md#in-continuous-integration).",
    "## How to read a failure",
    fence("text", await example(counterexamples)),
    table(["what stands there", "what it says"], READING),
    FIRST_STEPS,
    "## All failures",
    ...SUBJECTS.flatMap(failuresTable),
  );
}

async function example(counterexamples: Counterexamples): Promise<string> {
  const [Store] = caughtBy(SHOWN);
  if (Store === undefined) throw new Error(`no broken store is caught by ${SHOWN}`);
  const replay = `npx zoho-token-store check FILE --clause ${SHOWN} --seed ${SEED}`;
  return describeFailure(await counterexamples.find(Store, SHOWN), { width: 88, replay });
}

const READING: readonly (readonly [string, string])[] = [
  ["the first line", "the clause by its id, and whether it is a MUST or a SHOULD"],
  [
    "the calls",
    "the fewest that show the failure, each with what it gave. They began on an empty store, and " +
      "nothing else was called",
  ],
  ["`expected`, `got`", "what the contract promises of the last call, and what came instead"],
  ["`^^^^` below a value", "the part that the other one has not"],
  ["`why`", "what goes wrong for a user of your app"],
  ["`docs`", "the page on this failure"],
  ["`replay`", "the command that shows this failure again, and nothing else"],
];

const FIRST_STEPS = `## What to do first

1. Mend what *failed*. What is *blocked* names the failure to mend first, and is checked after that.
2. Take the failures from the top: a report starts with every MUST, in the order of the contract.
   Where almost all is blocked, it is by [\`save/inserts\`](#savetoken), since nearly every clause
   starts by saving a token.
3. Open the page of the failure, and look for your lines among the usual mistakes. Yours may be
   another: the calls show it all the same.
4. Run the line \`replay\` until the clause passes. \`--freeze FILE\` keeps the failure as a test.
   Calls at once are a race, which no seed repeats: believe the failure, and not a later pass.`;

function failuresTable(subject: Subject): readonly string[] {
  const rows = clausesOf(subject).map(({ id, title, level }) => [
    failureLink(id, escapeText(title)),
    level,
    caughtBy(id)
      .map((Store) => storeLink(Store, "", id))
      .join("; "),
  ]);
  return [`### ${titleOf(subject)}`, table(["clause", "level", "usual mistakes"], rows)];
}
