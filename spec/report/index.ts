/**
 * What a report can be turned into. Every function is pure: a report in, a string out.
 *
 * @module
 */
export { toBadge } from "./badge.js";
export { describeFailure, type FailureOptions } from "./failure.js";
export { toFrozenTest } from "./frozen-test.js";
export { toGithub } from "./github.js";
export { toJson } from "./json.js";
export { toJunit } from "./junit.js";
export { toMarkdown } from "./markdown.js";
export type { Layout, ReportOptions, TextOptions } from "./style.js";
export { toTable } from "./table.js";
export { toComparison, toText } from "./text.js";
export { describeSummary, sayVerdict } from "./verdict.js";
