import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { GALLERY_FOLDER } from "../../docs/build/broken-stores.js";
import { galleryPages } from "../../docs/build/gallery-pages.js";
import { CONTRACT_FOLDER } from "../../docs/build/markdown.js";
import { contractPages } from "../../docs/build/pages.js";
import { clauseAnchor, clauses, docsPage } from "../../spec/index.js";
import { type Power, seedsFrom } from "../broken-stores/detection.js";
import { brokenStores } from "../broken-stores/index.js";
import { ROOT, read } from "./markdown.js";

let pages: ReadonlyMap<string, string>;
beforeAll(async () => {
  pages = await contractPages();
});

describe("the committed pages on the broken stores", () => {
  // The gallery's own test shows that this is what is measured.
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

  test("are those that the broken stores make, and all there is in their folder", async () => {
    const gallery = await galleryPages(power);
    const committed = readdirSync(join(ROOT, GALLERY_FOLDER)).map(
      (name) => [name, read(`${GALLERY_FOLDER}/${name}`)] as const,
    );
    const [made, kept] = [[...gallery], committed].map((all) => all.toSorted());
    const stale = `stale in ${GALLERY_FOLDER}: run npm run docs:pages`;
    expect(kept?.map(([name]) => name)).toEqual(made?.map(([name]) => name));
    for (const [name, text] of made ?? []) {
      expect(read(`${GALLERY_FOLDER}/${name}`) === text, `${name} is ${stale}`).toBe(true);
    }
  });

  test("show every broken store once, under a heading of its own", async () => {
    const text = [...(await galleryPages(power)).values()].join("\n");
    const shown = text.match(/(?<=^## .*\n\nCaught by .*\n\n```ts\nclass )\w+/gm) ?? [];
    expect(shown.sort()).toEqual(brokenStores.map(({ name }) => name).sort());
    const headings = text.match(/^## .*(?=\n\nCaught by )/gm) ?? [];
    expect(new Set(headings).size).toBe(brokenStores.length);
  });
});

describe("the committed pages of the contract", () => {
  test("are those that the clauses and the broken stores make", () => {
    const stale = [...pages].filter(([name, text]) => textOf(name) !== text).map(([name]) => name);
    expect(stale, `stale in ${CONTRACT_FOLDER}: run npm run docs:pages`).toEqual([]);
  });

  test("are all there is in their folder", () => {
    const leftOver = readdirSync(join(ROOT, CONTRACT_FOLDER)).filter((name) => !pages.has(name));
    expect(leftOver, `left over in ${CONTRACT_FOLDER}: run npm run docs:pages`).toEqual([]);
  });

  test("come out the same when they are made again", async () => {
    expect(await contractPages()).toEqual(pages);
  });

  test("have a section, with an anchor of its own, for every clause", () => {
    for (const clause of clauses) {
      const [path, anchor] = docsPage(clause).split("#");
      expect(anchor).toBe(clauseAnchor(clause.id));
      const page = pages.get(path?.slice(CONTRACT_FOLDER.length + 1) ?? "") ?? "";
      expect(page.split(`<a id="${anchor}"></a>`), clause.id).toHaveLength(2);
    }
  });
});

function textOf(name: string): string | null {
  try {
    return read(`${CONTRACT_FOLDER}/${name}`);
  } catch (error) {
    if (Reflect.get(Object(error), "code") === "ENOENT") return null;
    throw error;
  }
}
