/**
 * Every broken store. Each is a correct store with one mistake, named like it.
 *
 * @module
 */
import { BaseStore, type BrokenStore } from "./base-store.js";
import * as calls from "./calls.js";
import * as deleteAndList from "./delete-and-list.js";
import * as failingAndRacing from "./failing-and-racing.js";
import * as findToken from "./find-token.js";
import * as ids from "./ids.js";
import * as instances from "./instances.js";
import * as saveToken from "./save-token.js";
import * as storage from "./storage.js";
import * as strings from "./strings.js";

const exported: unknown[] = [
  findToken,
  saveToken,
  deleteAndList,
  calls,
  instances,
  ids,
  strings,
  storage,
  failingAndRacing,
].flatMap((module) => Object.values(module));

/** Every broken store, in the order of the files. */
export const brokenStores: readonly BrokenStore[] = exported.filter(
  (one): one is BrokenStore => typeof one === "function" && one.prototype instanceof BaseStore,
);
