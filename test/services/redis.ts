import { createClient } from "redis";
import { isRequired } from "./required.js";

/** Where the pages of the tutorial say that a Redis is. */
const URL = "redis://127.0.0.1:6379";

/** Why a test that needs a Redis is skipped. */
export const WHY_SKIPPED = `no Redis answers at ${URL}`;

/**
 * Tells whether there is a Redis.
 *
 * @throws Error when there is none although `REQUIRED_SERVICES` names redis.
 */
export async function hasRedis(): Promise<boolean> {
  const client = createClient({
    url: URL,
    socket: { connectTimeout: 2_000, reconnectStrategy: false },
  });
  client.on("error", () => undefined); // The call rejects with it, too.
  try {
    await client.connect();
    await client.ping();
    return true;
  } catch (error) {
    if (isRequired("redis")) throw error;
    return false;
  } finally {
    if (client.isOpen) client.destroy();
  }
}
