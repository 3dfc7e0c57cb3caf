import { describe, expect, test } from "vitest";
import { METHODS } from "../../spec/index.js";
import { COPYABLE_STORES } from "../../src/cli/copy/copyable-stores.js";
import { read } from "./markdown.js";

/** The stores that the package exports, in order. */
const EXPORTED = read("src/index.ts").match(/\w+TokenStore(?= \})/g) ?? [];

/** The stores that a page's table has a row for. */
function rowsOf(page: string): (string | undefined)[] {
  return [...read(page).matchAll(/^\| `(\w+TokenStore)` +\|/gm)].map(([, name]) => name);
}

describe("every store that the package exports", () => {
  test("can be copied", () => {
    expect(EXPORTED).not.toEqual([]);
    expect(COPYABLE_STORES.map(({ className }) => className)).toEqual(EXPORTED);
  });

  test("has a row in the README, and a paragraph in the guide on choosing", () => {
    expect(rowsOf("README.md")).toEqual(EXPORTED);
    const guide = read("docs/choosing-a-store.md");
    for (const name of EXPORTED) expect(guide).toContain(`**\`${name}\``);
  });
});

test("the README lists the six methods in the contract's order", () => {
  const listed = [...read("README.md").matchAll(/^\| \[`(\w+)\(/gm)].map(([, name]) => name);
  expect(listed).toEqual([...METHODS]);
});
