/**
 * Words that readers look for and that the pages do not use, or not for this.
 *
 * - `words`: what is typed, in small letters.
 * - `mean`: what the pages say instead; it is looked for as well.
 * - `leadsTo`: the place that comes first. It has to have the words of `mean`.
 */
export const SYNONYMS = [
  {
    words: [
      "concurrency",
      "concurrent",
      "concurrently",
      "parallel",
      "race",
      "race condition",
      "simultaneous",
      "simultaneously",
      "in flight",
      "thread safe",
      "async",
    ],
    mean: "at once",
    leadsTo: "contract/whole-store.html#calls-at-once",
  },
  {
    words: ["deadlock", "mutex", "semaphore"],
    mean: "lock",
    leadsTo: "durable-files.html#the-lock",
  },
  {
    words: ["exit code", "return code", "exit value"],
    mean: "exit status",
    leadsTo: "check-your-own.html#run-it",
  },
  {
    words: ["ci", "pipeline", "github actions", "docs url", "red build"],
    mean: "continuous integration",
    leadsTo: "check-your-own.html#in-continuous-integration",
  },
  {
    words: ["flaky", "intermittent", "sometimes"],
    mean: "race",
    leadsTo: "failures/index.html#what-to-do-first",
  },
  {
    words: ["durability", "persistence", "fsync", "crash", "power failure"],
    mean: "power loss",
    leadsTo: "durable-files.html#what-is-promised",
  },
  {
    words: ["logout", "log out", "sign out"],
    mean: "delete token",
    leadsTo: "contract/delete-token.html",
  },
  {
    words: ["security", "leak"],
    mean: "secrets",
    leadsTo: "contract/whole-store.html#secrets",
  },
];
