import { spawnSync } from "node:child_process";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText, HOSTILE, LONG } from "../../spec/tokens.js";
import { SDKException } from "../../src/index.js";
import { csvFromRows, rowsFromCsv } from "../../src/token-csv.js";
import { COLUMNS, type StoredRow } from "../../src/token-row.js";
import { isRequired } from "../services/required.js";
import { rowOf } from "./arrange.js";

const HEADER =
  "id,user_mail,client_id,client_secret,refresh_token,access_token,grant_token,expiry_time," +
  "redirect_url,api_domain";

const OLD_HEADER = HEADER.slice(0, HEADER.lastIndexOf(","));

const ANN = "1,ann,c,s,r,a,g,17,u,d";
const BOB = "2,bob,c,s,r,a,g,17,u,d";

const textOf = (rows: readonly StoredRow[]) => Buffer.from(csvFromRows(rows)).toString("utf8");

const read = (text: string | Uint8Array) => rowsFromCsv(Buffer.from(text), "FILE");

const usersIn = (text: string) => read(text).map((row) => row.user_name);

/** Makes a row of which every value but the id is the same. */
function rowFull(of: string | null, id = "1"): StoredRow {
  return { ...(Object.fromEntries(COLUMNS.map((name) => [name, of])) as StoredRow), id };
}

/** Expects a refusal that names the file, in one line, and gives its message. */
function refusalOf(text: string | Uint8Array): string {
  try {
    read(text);
  } catch (error) {
    expect(error).toBeInstanceOf(SDKException);
    expect(error).toHaveProperty("code", "TOKEN_STORE");
    const { message } = error as SDKException;
    expect(message).toMatch(/^[^\n]*FILE[^\n]*$/);
    return message;
  }
  return expect.fail(`was read: ${JSON.stringify(text.toString().slice(0, 200))}`);
}

/** Strings in which all that CSV is made of comes close together. */
const anyCell = fc.oneof(
  fc.constantFrom(...HOSTILE, " ", "   ", '"', '""', ",", "\n", "\r", "\r\n", "\n\n", "\n\n\n"),
  fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom(...'a",\n\r ') }),
  anyText,
);

const anyRows: fc.Arbitrary<StoredRow[]> = fc
  .uniqueArray(fc.tuple(anyCell, ...Array(9).fill(fc.option(anyCell))), {
    maxLength: 4,
    selector: ([id]) => id,
  })
  .map((rows) =>
    rows.map(
      (cells) => Object.fromEntries(COLUMNS.map((name, n) => [name, cells[n]])) as StoredRow,
    ),
  );

describe("what is written", () => {
  it("is the header, an empty line, a line for each token, and an empty line", () => {
    expect(textOf([rowFull("x"), rowFull(null, "2")])).toBe(
      `${HEADER}\n\n1,x,x,x,x,x,x,x,x,x\n2,,,,,,,,,\n\n`,
    );
    expect(textOf([])).toBe(`${HEADER}\n\n\n`);
  });

  it("has quotes around a value with a comma, a quote or a line break, and around no other", () => {
    const quoted: Readonly<Record<string, string>> = {
      "a,b": '"a,b"',
      'a"b': '"a""b"',
      '"': '""""',
      "a\nb": '"a\nb"',
      "a\rb": '"a\rb"',
      "\r\n": '"\r\n"',
    };
    for (const [value, cell] of Object.entries(quoted)) {
      expect(textOf([{ ...rowFull(null), user_name: value }])).toContain(`\n1,${cell},,`);
    }
    for (const value of [" ", " a ", "=1+1", "'", ";", "\t", "\u2028", "\0", "\ufeff", "\u0085"]) {
      expect(textOf([{ ...rowFull(null), user_name: value }])).toContain(`\n1,${value},,`);
    }
  });
});

describe("what is written is read again", () => {
  it("with every awkward string as it was", () => {
    for (const text of [...HOSTILE, LONG, " ", "   ", '"', "\r", "\n", ",", "id", HEADER]) {
      const rows = [rowFull(text), rowFull(null, "2"), rowFull(`${text}${text}`, "3")];
      expect(read(csvFromRows(rows))).toEqual(rows);
    }
  });

  it("with any rows as they were", () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        expect(read(csvFromRows(rows))).toEqual(rows);
      }),
    );
  });

  it("and refused when it is cut anywhere but at the end of its header", () => {
    const looksEmpty = [OLD_HEADER.length, HEADER.length, HEADER.length + 1];
    const eachCut = (rows: StoredRow[]) => {
      const whole = csvFromRows(rows);
      for (let end = 0; end < whole.length; end++) {
        if (looksEmpty.includes(end)) expect(read(whole.subarray(0, end))).toEqual([]);
        else refusalOf(whole.subarray(0, end));
      }
    };
    eachCut([]);
    eachCut([rowFull("e\u0301 \u{1f511}"), rowFull("\n\n", "2"), rowFull('a""\n\n', "3")]);
    eachCut([rowFull("x", '"')]);
    fc.assert(fc.property(anyRows, eachCut), { numRuns: 20 });
  });
});

describe("what others have written is read", () => {
  it("when it is the SDK's: no empty lines, and no line end at the end", () => {
    expect(usersIn(`${HEADER}\n${ANN}\n${BOB}`)).toEqual(["ann", "bob"]);
    expect(usersIn(HEADER)).toEqual([]);
  });

  it("when the SDK's store has appended to what was written here", () => {
    expect(usersIn(`${HEADER}\n\n${ANN}\n\n\n${BOB}`)).toEqual(["ann", "bob"]);
    expect(usersIn(`${HEADER}\n\n\n\n${BOB}`)).toEqual(["bob"]);
  });

  it("when it has the nine columns of older versions, the API domain blank then", () => {
    const [row] = read(`${OLD_HEADER}\n1,ann,c,s,r,a,g,17,u`);
    expect(row).toEqual({ ...rowFull(null), ...read(`${HEADER}\n${ANN}`)[0], api_domain: null });
    const rewritten = textOf(row === undefined ? [] : [row]);
    expect(rewritten).toBe(`${HEADER}\n\n1,ann,c,s,r,a,g,17,u,\n\n`);
  });

  it("when its line ends are those of another system", () => {
    for (const end of ["\r\n", "\r"]) {
      const text = `${HEADER}\n${ANN}\n\n${BOB}\n`.replaceAll("\n", end);
      expect(read(text).map((row) => row.api_domain)).toEqual(["d", "d"]);
      expect(read(text.slice(0, -1)).map((row) => row.api_domain)).toEqual(["d", "d"]);
    }
    expect(usersIn(`${HEADER}\r\n${ANN}\n${BOB}\r\n`)).toEqual(["ann", "bob"]);
  });

  it("when it begins with a byte order mark, or has quotes where none are needed", () => {
    expect(usersIn(`\ufeff${HEADER}\n${ANN}`)).toEqual(["ann"]);
    expect(usersIn(`${HEADER}\n${ANN.replaceAll(/\w+/g, '"$&"')}`)).toEqual(["ann"]);
  });

  it("when an id is longer than those that are made here", () => {
    expect(read(`${HEADER}\n${"9".repeat(40)},ann,,,r,,,,,`)[0]?.id).toHaveLength(40);
  });
});

describe("what is damaged is refused", () => {
  it("when there is nothing", () => {
    expect(refusalOf("")).toContain("is empty; it lacks even the header");
  });

  it("when it does not begin with the header", () => {
    for (const text of [
      "\n",
      "id",
      HEADER.slice(0, -1),
      `${HEADER},more`,
      `${HEADER.replace("user_mail", "user_name")}\n${ANN}`,
      `\n${HEADER}`,
      ANN,
      "\0".repeat(4096),
      '{"id": 1}',
      "SQLite format 3\0",
    ]) {
      expect(refusalOf(text)).toContain("does not begin with the header id,user_mail,");
    }
  });

  it("when it is not UTF-8", () => {
    const latin1 = Buffer.from(`${HEADER}\n${ANN.replace("ann", "zo\u00eb")}`, "latin1");
    expect(refusalOf(latin1)).toContain("is not UTF-8 text");
    expect(refusalOf(Buffer.from(`\ufeff${HEADER}`, "utf16le"))).toContain("is not UTF-8 text");
  });

  it("when a line has too few cells or too many", () => {
    expect(refusalOf(`${HEADER}\n${ANN}\n2,bob`)).toContain("line 3 of FILE has 2 of 10 cells");
    expect(refusalOf(`${HEADER}\n${ANN},`)).toContain("line 2 of FILE has 11 instead of 10 cells");
    expect(refusalOf(`${HEADER}\n\0\0`)).toContain("line 2 of FILE has 1 of 10 cells");
    expect(refusalOf(`${OLD_HEADER}\n${ANN}`)).toContain("has 10 instead of 9 cells");
  });

  it("when its quotes do not pair", () => {
    expect(refusalOf(`${HEADER}\n${ANN}\n2,"bob,c\n\n`)).toContain(
      "line 3 of FILE begins a quoted value that does not end",
    );
    expect(refusalOf(`${HEADER}\n1,"ann"x,c,s,r,a,g,17,u,d`)).toContain(
      "line 2 of FILE has text after the closing quote",
    );
    expect(refusalOf(`${HEADER}\n1,an"n,c,s,r,a,g,17,u,d`)).toContain(
      "line 2 of FILE has a quote in a value that is not quoted",
    );
  });

  it("when a line has no id, or that of an earlier line", () => {
    expect(refusalOf(`${HEADER}\n${ANN.slice(1)}`)).toContain("line 2 of FILE has no id");
    expect(refusalOf(`${HEADER}\n,,,,,,,,,`)).toContain("line 2 of FILE has no id");
    expect(refusalOf(`${HEADER}\n${ANN}\n${BOB}\n${ANN}`)).toContain(
      "line 4 of FILE has the id of an earlier line",
    );
  });

  it("when it lacks the empty line at its end, and has the one at its beginning", () => {
    expect(refusalOf(`${HEADER}\n\n${ANN}\n`)).toContain("FILE was cut: it lacks the empty line");
    expect(refusalOf(`${HEADER}\n\n`)).toContain("FILE was cut: it lacks the empty line");
  });

  it("with the line at which an editor shows it, whatever line breaks the values have", () => {
    const apart = { ...rowFull("\r", "2"), client_id: "\n" };
    const breaks = textOf([rowFull("a\nb\r\nc\rd"), apart, rowFull("\n", "3")]);
    const line = breaks.split(/\r\n|\r|\n/).length;
    expect(refusalOf(`${breaks}bad`)).toContain(`line ${line} of FILE has 1 of 10 cells`);
    expect(refusalOf(`${breaks}"bad\n`)).toContain(`line ${line} of FILE begins a quoted value`);
  });
});

it("no refusal holds a value of a token, whatever byte is missing or wrong", () => {
  const secrets = COLUMNS.map((column) => `SECRET ${column}, "quoted"\n`);
  const row = Object.fromEntries(COLUMNS.map((name, n) => [name, secrets[n]])) as StoredRow;
  const whole = csvFromRows([{ ...row, id: "1" }, rowFull(null, "2")]);
  let refused = 0;
  for (let offset = 0; offset < whole.length; offset++) {
    for (const wrong of [[], [0x22], [0x0a], [0x2c], [0xff]]) {
      const bytes = [...whole.subarray(0, offset), ...wrong, ...whole.subarray(offset + 1)];
      try {
        read(Uint8Array.from(bytes));
      } catch (error) {
        refused++;
        expect(inspect(error, { depth: 9 })).not.toMatch(/SECRET/);
      }
    }
  }
  expect(refused).toBeGreaterThan(whole.length);
});

it("Python's csv module reads the same rows", ({ skip }) => {
  const isMissing = spawnSync("python3", ["-c", "import csv"]).status !== 0;
  if (isMissing && !isRequired("python3")) skip("there is no python3 here");
  const script = `
import csv, io, json, sys
text = sys.stdin.buffer.read().decode("utf-8")
reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
print(json.dumps([reader.fieldnames, [list(row.values()) for row in reader]]))`;
  // Before Python 3.11 its csv module refuses NUL.
  const texts = [...HOSTILE.filter((text) => !text.includes("\0")), LONG, " ", '"', "\r", "\n\n"];
  const rows = [rowOf(7), ...texts.map((text, n) => rowFull(text, `${n}`)), rowFull(null, "id")];
  const child = spawnSync("python3", ["-c", script], { input: csvFromRows(rows) });
  expect(child.stderr.toString()).toBe("");
  const cells = rows.map((row) => COLUMNS.map((column) => row[column] ?? ""));
  expect(JSON.parse(child.stdout.toString())).toEqual([HEADER.split(","), cells]);
});
