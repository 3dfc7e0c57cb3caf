import { describe, it } from "vitest";
import { killInDeed } from "./kill-points.js";
import { CHANGES, FIRST_OPENING } from "./rig/changes.js";
import { STORES } from "./rig/stores.js";

describe.concurrent.each(STORES)("a kill in deed, at any call of $className", (kind) => {
  it.each([...CHANGES, FIRST_OPENING])("keeps all or nothing of $title", (change) =>
    killInDeed(change, kind, { isAtEach: true }),
  );
});
