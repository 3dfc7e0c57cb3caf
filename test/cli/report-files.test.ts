import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkReportFiles, toWantedReports, writeReportFiles } from "../../src/cli/report-files.js";
import { FORMAT_NAMES } from "../../src/cli/report-formats.js";
import { mixed } from "../report/example.js";
import { project } from "./project.js";

describe("toWantedReports", () => {
  test("refuses a link that leads to a harness", async () => {
    const folder = await project({ "harness.mjs": "" });
    const [harness, link] = [join(folder, "harness.mjs"), join(folder, "link.json")];
    expect(toWantedReports([`json=${link}`], [harness]).reports).toHaveLength(1);
    await symlink(harness, link);
    expect(() => toWantedReports([`json=${link}`], [harness])).toThrow("would overwrite");
  });
});

describe("checkReportFiles", () => {
  test("accepts a file to make and a file to replace, and touches neither", async () => {
    const folder = await project({ "old.json": "old" });
    const [made, old] = [join(folder, "new.xml"), join(folder, "old.json")];
    await checkReportFiles([
      { format: "junit", file: made },
      { format: "json", file: old },
    ]);
    await expect(readFile(made)).rejects.toThrow("ENOENT");
    expect(await readFile(old, "utf8")).toBe("old");
  });

  test("refuses a folder, a missing folder, and a file in the place of a folder", async () => {
    const folder = await project({ file: "" });
    await mkdir(join(folder, "reports"));
    const refused = async (file: string) =>
      checkReportFiles([{ format: "json", file: join(folder, file) }]);
    await expect(refused("reports")).rejects.toThrow(/reports: it is a folder$/);
    await expect(refused("missing/a.json")).rejects.toThrow(/: there is no folder .*missing$/);
    await expect(refused("file/a.json")).rejects.toThrow(/: there is no folder .*file$/);
  });
});

describe("writeReportFiles", () => {
  test("writes one store's report as an object, and several as an array", async () => {
    const file = join(await project({}), "report.json");
    await writeReportFiles([{ format: "json", file }], [mixed], {});
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual(mixed);
    await writeReportFiles([{ format: "json", file }], [mixed, mixed], {});
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual([mixed, mixed]);
  });

  test("writes each format into its file", async () => {
    const folder = await project({});
    const files = FORMAT_NAMES.map((format) => ({ format, file: join(folder, format) }));
    await writeReportFiles(files, [mixed], {});
    expect(await readFile(join(folder, "json"), "utf8")).toMatch(/^\{/);
    expect(await readFile(join(folder, "junit"), "utf8")).toMatch(/^<\?xml/);
    expect(await readFile(join(folder, "markdown"), "utf8")).toMatch(/^# Example store/);
    expect(await readFile(join(folder, "github"), "utf8")).toMatch(/^::error /);
    expect(await readFile(join(folder, "badge"), "utf8")).toMatch(/^<svg /);
  });

  test("says which report it cannot write", async () => {
    const folder = await project({});
    const file = join(folder, "gone", "report.json");
    await writeFile(join(folder, "gone"), "");
    await expect(writeReportFiles([{ format: "json", file }], [mixed], {})).rejects.toThrow(
      /^cannot write the report .*report\.json: ENOTDIR/,
    );
  });
});
