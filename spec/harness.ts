/**
 * What a store under test brings with it.
 *
 * @module
 */
import { OAuthToken, SDKException, UserSignature } from "../src/sdk.js";
import type { AnyTokenStore, SdkClasses } from "./any-sdk.js";
import { show } from "./transcript.js";

/** A store that was opened for one clause, and what else can be done to its storage. */
export interface OpenedStore {
  /** The instance to check, on fresh and empty storage. */
  readonly store: AnyTokenStore;

  /**
   * Gives a new instance on the same storage, as after a restart. The first instance is not
   * called again; close it here, where the storage allows only one owner.
   */
  readonly reopen?: () => AnyTokenStore | Promise<AnyTokenStore>;

  /** Gives a second instance on the same storage; both are used from then on. */
  readonly share?: () => AnyTokenStore | Promise<AnyTokenStore>;

  /** Makes the storage fail from now on: a folder moved away, a connection cut. */
  readonly breakStorage?: () => void | Promise<void>;

  /** Gives everything back. Called once, last, after a failed clause too. */
  readonly close?: () => void | Promise<void>;
}

/** Brings a store to the spec. */
export interface Harness {
  /** The store's name, for reports. */
  readonly name: string;

  /** The SDK's classes that the store uses; left out for the classes of this package. */
  readonly sdk?: SdkClasses;

  /** Opens the store on fresh, empty storage. Called for every clause, and many times by some. */
  readonly open: () => OpenedStore | Promise<OpenedStore>;
}

/** What a harness may offer beyond a store; a clause can need it. */
export type Capability = "reopen" | "share" | "breakStorage" | "redactingSdk";

/** Says that the harness, not the store, is at fault. */
export class HarnessError extends Error {
  /** Tells this error from others where it is printed. */
  override readonly name = "HarnessError";
}

/** The six methods in the contract's order. */
export const METHODS = [
  "findToken",
  "saveToken",
  "deleteToken",
  "getTokens",
  "deleteTokens",
  "findTokenById",
] as const;

/** The name of one of the six methods. */
export type Method = (typeof METHODS)[number];

/**
 * Completes a harness with the SDK classes of this very package, and checks its types in an editor.
 *
 * @returns The harness, its `sdk` filled in.
 */
export function defineHarness(harness: Harness): Harness {
  const sdk = harness.sdk ?? { OAuthToken, UserSignature, SDKException };
  // Called on the harness, which may be an object with methods that use `this`.
  return { name: harness.name, sdk, open: () => harness.open() };
}

/**
 * Accepts what a harness module exports: a harness, or a function that returns a store.
 *
 * @param exported - The default export.
 * @param name - The store's name where the export does not tell it.
 * @throws HarnessError when it is neither.
 */
export function toHarness(exported: unknown, name: string): Harness {
  if (typeof exported === "function") {
    if (/^class\b/.test(String(exported))) {
      throw new HarnessError(
        `the default export is the class ${exported.name}; export a function that returns a ` +
          `store instead: export default () => new ${exported.name}()`,
      );
    }
    const makeStore = exported as () => AnyTokenStore | Promise<AnyTokenStore>;
    return defineHarness({ name, open: async () => ({ store: await makeStore() }) });
  }
  if (isHarness(exported)) {
    if (exported.sdk !== undefined) checkSdk(exported.sdk);
    return defineHarness(exported);
  }
  throw new HarnessError(
    "the default export must be a harness ({ name, open }) or a function that returns a store",
  );
}

/**
 * Names what was brought. What a module exports as its default has no name of its own, but bears
 * one that the language or a bundler has made.
 */
export function nameOf(brought: { readonly name: string }): string {
  const isMade = /^(default|__vite_ssr_export_default__)?$/.test(brought.name);
  return isMade ? "token store" : brought.name;
}

/**
 * Opens a store, and checks that it is one.
 *
 * @throws HarnessError when `open` throws, gives no store, or the store lacks a method.
 */
export async function openHarness(harness: Harness): Promise<OpenedStore> {
  const opened: unknown = await attempt("open", harness.open);
  if (typeof opened !== "object" || opened === null || !("store" in opened)) {
    throw new HarnessError("open() must return an object with a store: { store, … }");
  }
  return bound(opened as OpenedStore);
}

/** Binds the functions of an opened store to it: they may be methods that use `this`. */
function bound(opened: OpenedStore): OpenedStore {
  const { reopen, share, breakStorage, close } = opened;
  return {
    store: checkStore(opened.store),
    ...(reopen && { reopen: () => reopen.call(opened) }),
    ...(share && { share: () => share.call(opened) }),
    ...(breakStorage && { breakStorage: () => breakStorage.call(opened) }),
    ...(close && { close: () => close.call(opened) }),
  };
}

/**
 * Checks that something has the six methods.
 *
 * @throws HarnessError that names the first method that is missing.
 */
export function checkStore(store: unknown): AnyTokenStore {
  if (typeof store !== "object" || store === null) {
    throw new HarnessError(
      `the store must be an object, not ${store === null ? "null" : typeof store}`,
    );
  }
  for (const method of METHODS) {
    if (typeof Reflect.get(store, method) !== "function") {
      throw new HarnessError(`the store has no method ${method}()`);
    }
  }
  return store as AnyTokenStore;
}

/**
 * Calls a function of the harness.
 *
 * @throws HarnessError that names the function, when it throws.
 */
export async function attempt<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    const reason = error instanceof Error ? error.message : show(error);
    throw new HarnessError(`${name}() failed: ${reason}`, { cause: error });
  }
}

function checkSdk(sdk: SdkClasses): void {
  for (const name of ["OAuthToken", "UserSignature", "SDKException"] as const) {
    if (typeof sdk?.[name] !== "function") {
      throw new HarnessError(`the harness's sdk must bring the class ${name}`);
    }
  }
}

function isHarness(value: unknown): value is Harness {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof Reflect.get(value, "name") === "string" &&
    typeof Reflect.get(value, "open") === "function"
  );
}
