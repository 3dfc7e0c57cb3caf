import sqliteFile from "../harnesses/sqlite-file.js";
import sqliteMemory from "../harnesses/sqlite-memory.js";
import { judge } from "./judge.js";

judge(sqliteMemory, { callLimitMs: 500 });
judge(sqliteFile, { callLimitMs: 2000, runs: 25 });
