import mysql from "../harnesses/mysql.js";
import { judge } from "./judge.js";

judge(mysql, { callLimitMs: 2000, runs: 25 });
