import { describe, expect, test } from "vitest";
import { MUTATION_PAGE, mutationPage, SURVIVORS_HEADING } from "../../docs/build/mutation-page.js";
import { CONTRACT_VERSION } from "../../spec/index.js";
import { TARGETS } from "../mutation/targets.js";
import { read } from "./markdown.js";

const PAGE = read(MUTATION_PAGE);
const STALE = `${MUTATION_PAGE} is stale: run npm run docs:mutation`;

describe("the page on what the spec notices", () => {
  test("is about this version of the contract, and every file that is mutated", () => {
    expect(PAGE, STALE).toContain(`version ${CONTRACT_VERSION}`);
    const files = TARGETS.flatMap((target) => target.files);
    for (const file of [...files, "all"]) expect(PAGE, STALE).toContain(`\n| ${file} | `);
  });

  test("lists the mutants that may live, as the list does", () => {
    const listIn = (page: string) => page.slice(page.indexOf(SURVIVORS_HEADING));
    expect(listIn(PAGE), STALE).toBe(listIn(mutationPage([])));
  });
});
