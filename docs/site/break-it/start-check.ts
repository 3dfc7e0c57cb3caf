import { loadScript } from "../load-script.js";
import type { WorkerAnswer, WorkerRequest } from "./worker-messages.js";

declare global {
  /** The source of the worker, which its script leaves behind. */
  var checkWorker: string | undefined;
}

/**
 * Checks a broken store in a worker.
 *
 * @param onAnswer - Is told how far it is, and what was found.
 * @returns Ends the worker, whatever it does.
 */
export function startCheck(
  request: WorkerRequest,
  onAnswer: (answer: WorkerAnswer) => void,
): () => void {
  let worker: Worker | null = null;
  let isEnded = false;
  openWorker().then(
    (opened) => {
      worker = opened;
      if (isEnded) return opened.terminate();
      opened.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => onAnswer(data);
      opened.onerror = ({ message }) => onAnswer({ kind: "broke off", reason: message });
      opened.postMessage(request);
    },
    (error) => onAnswer({ kind: "broke off", reason: String(error) }),
  );
  return () => {
    isEnded = true;
    worker?.terminate();
  };
}

async function openWorker(): Promise<Worker> {
  await loadScript("check-worker.js");
  const source = new Blob([globalThis.checkWorker ?? ""], { type: "text/javascript" });
  const url = URL.createObjectURL(source);
  try {
    return new Worker(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}
