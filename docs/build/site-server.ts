import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import sirv from "sirv";

/** A site that is being served on this machine. */
export interface SiteServer {
  /** The address of the start page, such as `http://127.0.0.1:4173/`. */
  readonly url: string;

  /** Stops serving. */
  close(): Promise<void>;
}

/**
 * Serves a folder on this machine, and to nobody else.
 *
 * @param folder - The built site.
 * @param port - 0 takes any that is free.
 */
export async function serveFolder(folder: string, port: number): Promise<SiteServer> {
  // In development mode, files that change are served as they are.
  const server = createServer(sirv(folder, { dev: true }));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
