import { dataCentres } from "./data-centres.js";
import type { Flow } from "./flow.js";
import { refreshing } from "./refreshing.js";
import { starting } from "./starting.js";
import { users } from "./users.js";

/** Every flow. */
export const flows: readonly Flow[] = [...starting, ...refreshing, ...users, ...dataCentres];
