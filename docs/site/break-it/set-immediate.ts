/**
 * Gives the worker what Node has, and a browser has not: a way to do something in the next turn.
 * A timer will not do; browsers make it wait for milliseconds, and the spec takes thousands of turns.
 */
export function addSetImmediate(): void {
  const { port1, port2 } = new MessageChannel();
  const due: (() => void)[] = [];
  port1.onmessage = () => due.shift()?.();
  const setImmediate = (work: () => void) => {
    due.push(work);
    port2.postMessage(null);
  };
  Object.assign(globalThis, { setImmediate });
}
