import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

test("TypeScript's older module resolution finds the types that `exports` names", () => {
  const exported: Record<string, { types?: string } | string> = manifest.exports;
  const older: Record<string, string[]> = manifest.typesVersions["*"];
  const named = Object.entries(exported).flatMap(([path, target]) =>
    typeof target === "string" || path === "." ? [] : [[path.slice(2), [target.types]]],
  );
  expect(older).toEqual(Object.fromEntries(named));
});
