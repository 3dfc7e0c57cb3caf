import { FileTokenStore } from "../../src/index.js";
import { onAFile } from "./on-a-file.js";

export default onAFile("FileTokenStore", "sdk_tokens.txt", (path) => FileTokenStore.open(path));
