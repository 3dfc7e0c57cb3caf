/**
 * The contract of the Zoho CRM SDK's token stores, as clauses that can be run against any store.
 *
 * @module
 */

export type { Check, CheckOptions, Report } from "./check.js";
// Check it.
export { checkTokenStore, conforms, startCheck } from "./check.js";
export type { Clause, ClauseResult, Level, Verdict } from "./clause.js";
export { ContractViolation, clauseAnchor, docsPage, PremiseFailed } from "./clause.js";
// The contract.
export { CONTRACT_VERSION, clauses } from "./clauses.js";
export type {
  AnyTokenStore,
  Capability,
  Harness,
  Method,
  OpenedStore,
  SdkClasses,
  SdkToken,
} from "./harness.js";
// Bring a store.
export { defineHarness, HarnessError, METHODS, toHarness } from "./harness.js";
export type { Settings } from "./subject.js";
// Write clauses.
export { Subject } from "./subject.js";
export type { Field, StoredFields, TokenFields } from "./token-fields.js";
export { FIELDS } from "./token-fields.js";
export type { Outcome } from "./transcript.js";
