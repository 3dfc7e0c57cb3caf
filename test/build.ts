import { execFileSync } from "node:child_process";

/** Compiles the package into `dist`, so that what runs as a process is what is in the sources. */
export default function build(): void {
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"], {
    stdio: "inherit",
  });
}
