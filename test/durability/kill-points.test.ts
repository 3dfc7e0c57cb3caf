import { describe, it } from "vitest";
import { killInCopies, killInDeed } from "./kill-points.js";
import { changesOf, FIRST_OPENING, KNOWN_TOKEN } from "./rig/changes.js";
import { FILE_STORE, STORES } from "./rig/stores.js";

describe.concurrent.each(STORES)("a kill at any file-system call of $className", (kind) => {
  it.each([...changesOf(kind), FIRST_OPENING])("keeps all or nothing of $title", (change) =>
    killInCopies(change, kind),
  );
});

describe("a kill in deed", () => {
  it("leaves what the copies show", () => killInDeed(KNOWN_TOKEN, FILE_STORE, { isAtEach: false }));
});
