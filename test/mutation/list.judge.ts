import list from "../harnesses/list.js";
import { judge } from "./judge.js";

judge(list, { callLimitMs: 500 });
