import file from "../harnesses/file.js";
import { judge } from "./judge.js";

judge(file, { callLimitMs: 2000, runs: 25 });
