import { afterAll } from "vitest";
import mysql, { tidy } from "../harnesses/mysql.js";
import { judge } from "./judge.js";

// The harness tidies up when the last store is closed, and a mutant may be one that never opens.
afterAll(tidy);

judge(mysql, { callLimitMs: 2000, runs: 25 });
