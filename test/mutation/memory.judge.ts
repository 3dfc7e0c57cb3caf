import memory from "../harnesses/memory.js";
import { judge } from "./judge.js";

judge(memory, { callLimitMs: 500 });
