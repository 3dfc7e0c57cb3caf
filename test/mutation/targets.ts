import { serverName, WHY_SKIPPED } from "../services/mariadb.js";

/** A store whose code is changed. The spec on it, in `NAME.judge.ts`, is to notice. */
export interface Target {
  /** What it is called on the command line. */
  readonly name: string;

  /** The files in which Stryker makes mutants, as paths in this repository. */
  readonly files: readonly string[];

  /** Says why it has to be left out here; `null` when it has not. */
  readonly whyLeftOut?: () => Promise<string | null>;
}

/**
 * Every target, the simplest first. All stores share the lookup ladder: it is judged by the spec on
 * the store that adds least to it.
 */
export const TARGETS: readonly Target[] = [
  target("list", "src/token-matching.ts"),
  target("memory"),
  target("sqlite"),
  target("file"),
  target("encrypted"),
  {
    ...target("mysql"),
    whyLeftOut: async () => ((await serverName()) === null ? WHY_SKIPPED : null),
  },
];

/**
 * Finds targets by their names; all of them for no name.
 *
 * @throws Error when there is no such target.
 */
export function targetsNamed(names: readonly string[]): readonly Target[] {
  if (names.length === 0) return TARGETS;
  return names.map((wanted) => {
    const found = TARGETS.find(({ name }) => name === wanted);
    if (found !== undefined) return found;
    const known = TARGETS.map(({ name }) => name).join(", ");
    throw new Error(`there is no ${wanted} to mutate; there are ${known}`);
  });
}

/** The target of a store, and of what is judged along with it. */
function target(name: string, ...alongWith: readonly string[]): Target {
  return { name, files: [...alongWith, `src/stores/${name}-store.ts`] };
}
