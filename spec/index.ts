/**
 * The contract of the Zoho CRM SDK's token stores, as clauses that can be run against any store.
 *
 * @module
 */

// The contract.
export { clauseAnchor, docsPage } from "./clause.js";
export type { Clause, ClauseResult, Level, Replay, Verdict } from "./clause.js";
export { clauses, CONTRACT_VERSION } from "./clauses.js";

// Bring a store.
export { defineHarness, HarnessError, METHODS, toHarness } from "./harness.js";
export type { AnyTokenStore, SdkClasses, SdkToken } from "./any-sdk.js";
export type { Capability, Harness, Method, OpenedStore } from "./harness.js";

// Check it.
export { checkTokenStore, conforms, startCheck } from "./check.js";
export type { Check, CheckOptions, Report } from "./check.js";

// Print what was found.
export * from "./report/index.js";

// Write clauses.
export { ContractViolation, PremiseFailed } from "./clause.js";
export { Subject } from "./subject.js";
export type { Settings } from "./subject.js";
export { FIELDS } from "./token-fields.js";
export type { Field, StoredFields, TokenFields } from "./token-fields.js";
export type { Outcome } from "./transcript.js";
