/**
 * What the page and the worker say to each other.
 *
 * @module
 */
import type { Failure } from "./check-broken.js";

/** What the page asks for. */
export interface WorkerRequest {
  /** The name of the broken store to check. */
  readonly name: string;

  /** Where the random choices start. */
  readonly seed: number;
}

/** What the worker answers: how far it is, again and again, and one of the two others at the end. */
export type WorkerAnswer =
  | { readonly kind: "progress"; readonly count: number; readonly total: number }
  | { readonly kind: "done"; readonly failures: readonly Failure[] }
  | { readonly kind: "broke off"; readonly reason: string };
