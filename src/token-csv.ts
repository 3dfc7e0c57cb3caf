/**
 * The CSV file in which the SDK's own file store keeps tokens, with what that store leaves out:
 * quoting, so that every string comes back, and signs by which damage is seen.
 *
 * A whole file, with two tokens in it, the second of which has no user:
 *
 * ```text
 * id,user_mail,client_id,client_secret,refresh_token,access_token,grant_token,expiry_time,…
 *
 * 1,ann@app.test:1,CLIENT,SECRET,REFRESH,ACCESS,GRANT,1767225600000,…
 * 2,,CLIENT,SECRET,REFRESH,ACCESS,"a, ""quoted"" one",1767225600000,…
 *
 * ```
 *
 * The empty line before the rows and the one after them are the frame: a file that has the first but
 * not the second was cut. The SDK's store takes no notice of empty lines. When it saves a token it
 * drops them or appends to them, so that its own files are never taken for cut ones of ours.
 *
 * @module
 */
import { parse, stringify } from "csv/sync";
import type { SDKException } from "./sdk.js";
import { COLUMNS, refusal, type StoredRow } from "./token-row.js";

/** The SDK's names of the columns, in the published order. */
const HEADER = COLUMNS.map((column) => (column === "user_name" ? "user_mail" : column));

/** The header before the SDK's stores had `api_domain`. */
const OLD_HEADER = HEADER.slice(0, -1);

/** Editors of other systems end lines in other ways. */
const LINE_BREAK = /\r\n|\n|\r/;

const ADVICE = "It was left as it is; restore it from a copy, or move it away to start anew.";

/** What the parser finds wrong, by its code. Its messages quote the values, so none is passed on. */
const FINDINGS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "begins a quoted value that does not end",
  CSV_INVALID_CLOSING_QUOTE: "has text after the closing quote of a value",
  INVALID_OPENING_QUOTE: "has a quote in a value that is not quoted",
};

/**
 * Reads a file into its rows.
 *
 * Read like ours: line ends of other systems, a byte order mark, empty lines, the SDK's own files,
 * which have no frame, and those of its older versions, which lack the last column.
 *
 * Not promised: that every damage is seen. A file without a frame that was cut within its last value
 * or between two lines looks whole; so does one of ours of which the header alone is left, with or
 * without its last column, and any file in which one value was replaced by another.
 *
 * @param bytes - The whole content of the file.
 * @param path - Names the file in errors.
 * @returns The rows in the order of the file; none where there is a header alone.
 * @throws SDKException when the file is empty, cut, not UTF-8, or does not begin with the header.
 * @throws SDKException when a line is no row: its quotes do not pair, it has too few or too many
 *   cells, no id, or the id of an earlier line. No error tells a value.
 */
export function rowsFromCsv(bytes: Uint8Array, path: string): StoredRow[] {
  const text = decode(bytes, path);
  const width = widthOf(text, path);
  const lines = readLines(text, path);
  refuseCutFrame(lines, text, path);
  const ids = new Set<string>();
  return lines.flatMap((cells, index) => {
    if (index === 0 || isEmptyLine(cells)) return [];
    const finding = findingIn(cells, width, ids);
    if (finding !== null) throw refusalOfLine(lineNumber(lines, index), path, finding);
    return [toRow(cells)];
  });
}

/**
 * Writes rows into a file.
 *
 * @returns The whole content of the file. A row whose values have no comma, quote or line break is
 *   written as the SDK's own store writes it.
 */
export function csvFromRows(rows: readonly StoredRow[]): Uint8Array {
  const lines = stringify(rows.map((row) => COLUMNS.map((column) => row[column])));
  return new TextEncoder().encode(`${HEADER.join()}\n\n${lines}\n`);
}

function decode(bytes: Uint8Array, path: string): string {
  if (bytes.byteLength === 0) {
    // The SDK's store leaves such a file when it is killed while it saves, and then starts anew.
    throw refusal(`${path} is empty; it lacks even the header. ${ADVICE}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refusal(`${path} is not UTF-8 text. ${ADVICE}`);
  }
}

/** Gives the number of columns that the header announces. */
function widthOf(text: string, path: string): number {
  const [first] = text.split(LINE_BREAK, 1);
  const header = [HEADER, OLD_HEADER].find((known) => known.join() === first);
  if (header !== undefined) return header.length;
  throw refusal(`${path} does not begin with the header ${HEADER.join()}. ${ADVICE}`);
}

/** Splits a text into lines of cells; an empty line is one empty cell. */
function readLines(text: string, path: string): string[][] {
  const lines: string[][] = [];
  try {
    parse(text, {
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      // The limit is meant for files without line ends; ten values of 64 KiB would exceed it.
      max_record_size: 0,
      on_record: (cells) => {
        lines.push(cells);
        return null;
      },
    });
    return lines;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const finding = FINDINGS[code] ?? "cannot be read as CSV";
    throw refusalOfLine(lineNumber(lines, lines.length), path, finding);
  }
}

function refuseCutFrame(lines: readonly string[][], text: string, path: string): void {
  const [, first, ...others] = lines;
  const isFramed = first !== undefined && isEmptyLine(first);
  // A last line without its line end can be the beginning of a row: `""` can become `"""quoted"`.
  const ended = /[\r\n]$/.test(text) ? others : others.slice(0, -1);
  if (!isFramed || ended.some(isEmptyLine)) return;
  throw refusal(
    `${path} was cut: it lacks the empty line after the last token. It was left as it is; restore ` +
      "it from a copy, or, where you know that no token is missing, add an empty line at its end.",
  );
}

/** Says what is wrong with a line, to follow "line 7"; `null` when it is a row. Notes its id. */
function findingIn(cells: readonly string[], width: number, ids: Set<string>): string | null {
  if (cells.length < width) return `has ${cells.length} of ${width} cells`;
  if (cells.length > width) {
    return `has ${cells.length} instead of ${width} cells; put a value with a comma in quotes`;
  }
  const [id = ""] = cells;
  if (id === "") return "has no id";
  if (ids.has(id)) return "has the id of an earlier line; give it one of its own";
  ids.add(id);
  return null;
}

function toRow(cells: readonly string[]): StoredRow {
  const values = COLUMNS.map((column, index) => [column, cells[index] || null]);
  return Object.fromEntries(values) as StoredRow;
}

function isEmptyLine(cells: readonly string[]): boolean {
  return cells.length === 1 && cells[0] === "";
}

/** Counts as an editor does: a quoted value can go over several lines. */
function lineNumber(lines: readonly string[][], index: number): number {
  const before = lines.slice(0, index).flat().join();
  return index + before.split(LINE_BREAK).length;
}

function refusalOfLine(line: number, path: string, finding: string): SDKException {
  return refusal(
    `line ${line} of ${path} ${finding}. The file was left as it is; mend the line, or restore ` +
      "the file from a copy.",
  );
}
