import { MemoryTokenStore } from "../../dist/src/index.js";

export default () => new MemoryTokenStore();
