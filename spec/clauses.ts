/**
 * The table of contents of the contract: every clause, in reading order.
 *
 * @module
 */
import { calls } from "./calls.js";
import type { Clause } from "./clause.js";
import { concurrency } from "./concurrency.js";
import { deleteToken } from "./delete-token.js";
import { deleteTokens } from "./delete-tokens.js";
import { failure } from "./failure.js";
import { findToken } from "./find-token.js";
import { findTokenById } from "./find-token-by-id.js";
import { getTokens } from "./get-tokens.js";
import { instances } from "./instances.js";
import { saveToken } from "./save-token.js";
import { secrets } from "./secrets.js";
import { sequences } from "./sequences.js";
import { storage } from "./storage.js";
import { strings } from "./strings.js";
import { uncaught } from "./uncaught.js";

/** The version of the contract that {@link clauses} say. */
export const CONTRACT_VERSION = "1.0.0";

const examples: readonly Clause[] = [
  ...findToken,
  ...saveToken,
  ...deleteToken,
  ...getTokens,
  ...deleteTokens,
  ...findTokenById,
  ...calls,
  ...instances,
  ...strings,
  ...storage,
  ...failure,
  ...concurrency,
  ...secrets,
];

/** Every clause of the contract, in reading order. */
export const clauses: readonly Clause[] = [...examples, ...sequences(examples), ...uncaught];
