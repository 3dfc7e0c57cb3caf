import { lstatSync, mkdirSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { freshFolder } from "../stores/arrange.js";
import { rowOf, STORES, saveRow } from "./rig/stores.js";
import { tap } from "./rig/tap.mjs";

/** Gives who may do what with everything in a folder, by path; names of scratch files cut short. */
function modesIn(root: string): [string, string][] {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" });
  return paths.map((path) => {
    const name = path.replace(/\.[0-9a-f-]{36}\.tmp$/, ".tmp");
    return [name, (lstatSync(join(root, path)).mode & 0o777).toString(8)];
  });
}

describe.skipIf(process.platform === "win32").each(STORES)("what a $className makes", (kind) => {
  it.each(["000", "022", "077"])(
    "is for its owner alone under umask %s, at every moment",
    async (umask) => {
      const root = join(freshFolder(), "root");
      mkdirSync(root);
      const before = process.umask(Number.parseInt(umask, 8));
      onTestFinished(() => void process.umask(before));
      const seen = new Map<string, Set<string>>();
      const look = () => {
        for (const [path, mode] of modesIn(root)) {
          seen.set(path, (seen.get(path) ?? new Set()).add(mode));
        }
      };
      onTestFinished(tap(root, () => look));
      const file = join(root, "outer", "inner", kind.fileName);
      const store = await kind.open(file);
      await saveRow(store, rowOf("ann"));
      await store.close();
      const inner = relative(root, join(file, ".."));
      const only = (mode: string) => new Set([mode]);
      expect(Object.fromEntries(seen)).toEqual({
        outer: only("700"),
        [inner]: only("700"),
        [join(inner, kind.fileName)]: only("600"),
        [join(inner, `${kind.fileName}.lock`)]: only("600"),
        [join(inner, `.${kind.fileName}.tmp`)]: only("600"),
      });
    },
  );
});
