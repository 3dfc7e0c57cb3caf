import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { GALLERY_FOLDER, nameInWords } from "../../docs/build/broken-stores.js";
import { CHOSEN_MISTAKES } from "../../docs/build/chosen-mistakes.js";
import { clauseGroups } from "../../docs/build/clause-groups.js";
import { Counterexamples } from "../../docs/build/counterexample.js";
import { galleryPage } from "../../docs/build/gallery-page.js";
import { CONTRACT_FOLDER, FAILURES_FOLDER, methodFile } from "../../docs/build/markdown.js";
import { contractPages, failurePages, type Pages } from "../../docs/build/pages.js";
import { clausesOf, SUBJECTS } from "../../docs/build/subjects.js";
import { readDocs } from "../../docs/build/token-store-docs.js";
import { clauseAnchor, clauses, docsPage, METHODS } from "../../spec/index.js";
import { type Power, seedsFrom } from "../broken-stores/detection.js";
import { brokenStores } from "../broken-stores/index.js";
import { ROOT, read } from "./markdown.js";

let contract: Pages;
let failures: Pages;
beforeAll(async () => {
  const counterexamples = new Counterexamples();
  contract = await contractPages(counterexamples);
  failures = await failurePages(counterexamples);
});

/** The page on the broken stores. The gallery's own test shows that this is what is measured. */
function gallery(): string {
  const seeds = seedsFrom(1);
  const power: Power = {
    seeds,
    detections: brokenStores.map((Store) => ({
      Store,
      failed: Store.caughtBy,
      kills: seeds.length,
    })),
    alarms: [],
  };
  return galleryPage(power);
}

describe("the committed pages", () => {
  test.each([
    [CONTRACT_FOLDER, () => contract],
    [FAILURES_FOLDER, () => failures],
    [GALLERY_FOLDER, () => new Map([["README.md", gallery()]])],
  ])("in %s are those that are made, and all there is", (folder, made) => {
    const pages = made();
    const say = `in ${folder}: run npm run docs:pages`;
    const names = readdirSync(join(ROOT, folder));
    expect(names.sort(), `another list of files ${say}`).toEqual([...pages.keys()].sort());
    const stale = [...pages].filter(([name, text]) => read(`${folder}/${name}`) !== text);
    expect(
      stale.map(([name]) => name),
      `stale ${say}`,
    ).toEqual([]);
  });

  test("come out the same when they are made again", async () => {
    const counterexamples = new Counterexamples();
    expect(await failurePages(counterexamples)).toEqual(failures);
    expect(await contractPages(counterexamples)).toEqual(contract);
  });
});

describe("the page on a method", () => {
  test("has an anchor for each of its clauses, in groups that keep the order", () => {
    for (const subject of SUBJECTS) {
      const page = contract.get(methodFile(subject)) ?? "";
      const anchors = [...page.matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id]) => id);
      expect(anchors).toEqual(clausesOf(subject).map(({ id }) => clauseAnchor(id)));
      expect(clauseGroups(subject).every(({ clauses }) => clauses.length > 0)).toBe(true);
    }
  });

  test.each(METHODS)("says in three sentences what %s promises", (method) => {
    const { paragraphs } = readDocs(method);
    expect(paragraphs).toHaveLength(1);
    expect(paragraphs[0]?.match(/[.:](?= [A-Z]|$)/g)).toEqual([".", ".", "."]);
  });

  test("leads from each clause to its failure", () => {
    for (const clause of clauses) {
      const page = contract.get(methodFile(clause.method)) ?? "";
      const [, link] = page.match(new RegExp(`\n\`${clause.id}\` · .*\\]\\((.*)\\)$`, "m")) ?? [];
      expect(link).toBe(docsPage(clause).replace("docs/", "../"));
    }
  });

  test("shows mistakes of its own clauses, each once", () => {
    for (const subject of SUBJECTS) {
      const names = CHOSEN_MISTAKES[subject].map(({ store }) => store);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) {
        const [first] = brokenStores.find((Store) => Store.name === name)?.caughtBy ?? [];
        expect(clausesOf(subject).map(({ id }) => id)).toContain(first);
      }
    }
  });
});

describe("the page on a failure", () => {
  test("is where every report leads to", () => {
    for (const clause of clauses) {
      expect(failures.has(docsPage(clause).slice(FAILURES_FOLDER.length + 1)), clause.id).toBe(
        true,
      );
    }
    expect(failures.size).toBe(clauses.length + 1);
  });

  test("is called by a sentence of its own", () => {
    const titles = [...failures.values()].map((page) => /^# (.+)$/m.exec(page)?.[1]);
    expect(new Set(titles).size).toBe(failures.size);
  });

  test("shows every mistake that the clause catches, with its calls and its repair", () => {
    for (const clause of clauses) {
      const page = failures.get(`${clauseAnchor(clause.id)}.md`) ?? "";
      const caught = brokenStores.filter(({ caughtBy }) => caughtBy.includes(clause.id));
      const shown = page.match(/(?<=^### .*\n\n```ts\nclass )\w+/gm) ?? [];
      expect(shown.sort(), clause.id).toEqual(caught.map(({ name }) => name).sort());
      expect(page.match(/^\*Repair\*: /gm), clause.id).toHaveLength(caught.length);
      expect(page.match(/^got {7}/gm), clause.id).toHaveLength(caught.length);
    }
  });
});

describe("the page on the broken stores", () => {
  test("leads to every one of them", () => {
    const page = gallery();
    for (const { name, caughtBy } of brokenStores) {
      const [first = ""] = caughtBy;
      expect(page).toContain(`[${nameInWords(name)}](../failures/${clauseAnchor(first)}.md#`);
    }
  });
});
