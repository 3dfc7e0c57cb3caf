import type { Clause } from "../../spec/clause.js";
import { anchor, capitalize, escapeText, failureLink } from "./markdown.js";

/** The way from the pages on the methods to those on the failures. */
const FAILURES = "../failures/";

/** Writes what the page of a method says of a clause: the sentence, why, and where it comes from. */
export function clauseEntry({ id, level, title, why, source }: Clause): string {
  return [
    `${anchor(id)}**${capitalize(escapeText(title))}.** ${escapeText(why)}\\`,
    `\`${id}\` · ${level} · ${escapeText(source)} · ${failureLink(id, "mistakes and repair", FAILURES)}`,
  ].join("\n");
}
