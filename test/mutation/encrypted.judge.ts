import encrypted from "../harnesses/encrypted.js";
import aged from "../harnesses/encrypted-aged.js";
import { judge } from "./judge.js";

judge(encrypted, { callLimitMs: 500 });
judge(aged, { callLimitMs: 500 });
