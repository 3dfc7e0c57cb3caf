import type { Call } from "../../../spec/model.js";
import { show } from "../../../spec/transcript.js";

/** Writes a call as it would stand in a script. */
export function sayCall(call: Call): string {
  if ("token" in call) return `${call.method}(${show(call.token)})`;
  return "id" in call ? `${call.method}(${show(call.id)})` : `${call.method}()`;
}
