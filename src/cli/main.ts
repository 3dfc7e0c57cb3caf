#!/usr/bin/env node
/**
 * The process behind the command `zoho-token-store`.
 *
 * @module
 */
import { watchProcess } from "./process-end.js";
import { run } from "./run.js";

const end = watchProcess(process);
run(process.argv.slice(2), process).then(end);
