import type { BrokenStoreText } from "../site/break-it/broken-store-text.js";
import { codeOf, nameInWords, SUBJECT_OF_FILE, storesIn } from "./broken-stores.js";

/** Gives what a reader is shown of each broken store, by the files that they are in. */
export function brokenStoreTexts(): readonly BrokenStoreText[] {
  return [...SUBJECT_OF_FILE].flatMap(([file, subject]) =>
    storesIn(file).map((Store) => {
      const { code, base } = codeOf(Store);
      const { name, repair, caughtBy } = Store;
      return { name, words: nameInWords(name), subject, code, base, repair, caughtBy };
    }),
  );
}
