import { ARTICLE } from "./article.js";
import type { Contender } from "./contender.js";
import { LIMITS } from "./limits.js";
import { OFFICIAL_STORES } from "./official.js";
import { REFERENCE_STORES } from "./reference.js";

/** All that are measured, in the order of the tables. */
export const CONTENDERS: readonly Contender[] = [
  ...REFERENCE_STORES,
  ...OFFICIAL_STORES,
  ARTICLE,
  ...LIMITS,
];
