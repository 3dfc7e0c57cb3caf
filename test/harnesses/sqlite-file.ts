import { SqliteTokenStore } from "../../src/index.js";
import { onAFile } from "./on-a-file.js";

export default onAFile("SqliteTokenStore on a file", "zohooauth.db", (path) =>
  SqliteTokenStore.open(path),
);
