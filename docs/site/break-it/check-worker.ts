/**
 * Checks broken stores beside the page, so that the page stays responsive.
 *
 * @module
 */
import { brokenStores } from "../../../test/broken-stores/index.js";
import { checkBroken } from "./check-broken.js";
import { addSetImmediate } from "./set-immediate.js";
import type { WorkerAnswer, WorkerRequest } from "./worker-messages.js";

addSetImmediate();

addEventListener("message", async ({ data }: MessageEvent<WorkerRequest>) => {
  answer(await check(data));
});

async function check({ name, seed }: WorkerRequest): Promise<WorkerAnswer> {
  try {
    const Store = brokenStores.find((one) => one.name === name);
    if (Store === undefined) throw new Error(`there is no broken store ${name}`);
    const failures = await checkBroken(Store, seed, (count, total) =>
      answer({ kind: "progress", count, total }),
    );
    return { kind: "done", failures };
  } catch (error) {
    return { kind: "broke off", reason: String(error) };
  }
}

function answer(message: WorkerAnswer): void {
  postMessage(message);
}
