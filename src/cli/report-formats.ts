import type { Report } from "../../spec/index.js";
import { toBadge } from "../../spec/report/badge.js";
import { toGithub } from "../../spec/report/github.js";
import { toJson } from "../../spec/report/json.js";
import { toJunit } from "../../spec/report/junit.js";
import { toMarkdown } from "../../spec/report/markdown.js";
import type { ReportOptions } from "../../spec/report/style.js";

type Rendering = (reports: readonly Report[], options: ReportOptions) => string;

const FORMATS = {
  json: (reports, options) => {
    // One store's report is an object; an array is for those who asked for several.
    const [only, ...others] = reports;
    return toJson(only !== undefined && others.length === 0 ? only : reports, options);
  },
  junit: toJunit,
  markdown: toMarkdown,
  github: toGithub,
  badge: (reports, options) => reports.map((report) => toBadge(report, options)).join(""),
} as const satisfies Record<string, Rendering>;

/** The name of a report format. */
export type Format = keyof typeof FORMATS;

/** The names of the report formats. */
export const FORMAT_NAMES = Object.keys(FORMATS) as Format[];

/** The formats that have room for one store alone. */
export const SINGLE_FORMATS: readonly Format[] = ["badge"];

/** Tells whether a text names a report format. */
export function isFormat(text: string): text is Format {
  return Object.hasOwn(FORMATS, text);
}

/** Turns reports, at least one, into a format. */
export function render(format: Format, reports: readonly Report[], options: ReportOptions): string {
  return FORMATS[format](reports, options);
}
