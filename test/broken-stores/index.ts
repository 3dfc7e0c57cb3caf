/**
 * Every broken store. Each is a correct store with one mistake, named like it.
 *
 * @module
 */
import { BaseStore, type BrokenStore } from "./base-store.js";
import * as deleteAndList from "./delete-and-list.js";
import * as failingAndRacing from "./failing-and-racing.js";
import * as findToken from "./find-token.js";
import * as saveToken from "./save-token.js";
import * as wholeStore from "./whole-store.js";

const exported: unknown[] = [
  findToken,
  saveToken,
  deleteAndList,
  wholeStore,
  failingAndRacing,
].flatMap((module) => Object.values(module));

/** Every broken store, in the order of the files. */
export const brokenStores: readonly BrokenStore[] = exported.filter(
  (one): one is BrokenStore => typeof one === "function" && one.prototype instanceof BaseStore,
);
