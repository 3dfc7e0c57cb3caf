import { vi } from "vitest";
import type { OpenedStore } from "../../spec/index.js";
import { LIFETIME_SECONDS, LoopbackZoho } from "./loopback-zoho.js";
import { environmentOf, type OfficialSdk, OfficialSdkApp } from "./official-sdk-app.js";

/** When every scene starts, in milliseconds since the Unix epoch. */
const START_MS = 1_900_000_000_000;

/** A data centre of Zoho's own, which the SDK knows by the `api_domain` of a token. */
export type DataCentre = "EU" | "IN";

/** Where each data centre is, as its tokens say. */
export const API_DOMAINS: Readonly<Record<DataCentre, string>> = {
  EU: "https://www.zohoapis.eu",
  IN: "https://www.zohoapis.in",
};

/** A store that was opened for one flow. */
export interface Stage extends OpenedStore {
  /** Undoes `breakStorage`. */
  readonly mendStorage?: () => void;
}

/** Brings a store to the flows, as a harness brings it to the spec. */
export interface StageHarness {
  /** Opens the store on fresh, empty storage. */
  readonly open: () => Stage | Promise<Stage>;
}

/** What a flow happens on: an app with the official SDK on one store, a Zoho, and a clock. */
export class Scene {
  readonly sdk: OfficialSdk;
  readonly zoho: LoopbackZoho;
  readonly app: OfficialSdkApp;
  readonly #opened: Stage;

  /** What gives back what this scene has taken, the last first. */
  readonly #closing: (() => unknown)[] = [];

  private constructor(sdk: OfficialSdk, opened: Stage, zoho: LoopbackZoho) {
    this.sdk = sdk;
    this.zoho = zoho;
    this.app = new OfficialSdkApp(sdk, opened, zoho);
    this.#opened = opened;
    this.#closing.push(
      () => opened.close?.(),
      () => zoho.close(),
    );
  }

  /** Opens a store on fresh storage, and stops the clock. */
  static async open(sdk: OfficialSdk, harness: StageHarness): Promise<Scene> {
    const [opened, zoho] = [await harness.open(), await LoopbackZoho.start()];
    vi.useFakeTimers({ toFake: ["Date"], now: START_MS });
    return new Scene(sdk, opened, zoho);
  }

  /** Whether there is a storage that can fail. */
  get hasStorage(): boolean {
    return this.#opened.breakStorage !== undefined;
  }

  /** Makes the storage fail from now on. */
  async breakStorage(): Promise<void> {
    await this.#opened.breakStorage?.();
  }

  /** Makes the storage work again, with what it held. */
  mendStorage(): void {
    this.#opened.mendStorage?.();
  }

  /**
   * Starts a Zoho in the place of a data centre that the SDK has built in. Its class there keeps
   * where it is in a static that the types call private.
   */
  async startDataCentre(name: DataCentre): Promise<LoopbackZoho> {
    const zoho = await LoopbackZoho.start(API_DOMAINS[name]);
    const builtIn = this.sdk[`${name}DataCenter`];
    const before: unknown = Reflect.get(builtIn, "_PRODUCTION");
    Reflect.set(builtIn, "_PRODUCTION", environmentOf(this.sdk, zoho));
    this.#closing.push(
      () => zoho.close(),
      () => Reflect.set(builtIn, "_PRODUCTION", before),
    );
    return zoho;
  }

  /** Gives everything back, and lets the clock go. */
  async close(): Promise<void> {
    vi.useRealTimers();
    for (const close of this.#closing.reverse()) await close();
  }
}

/** Lets this many seconds pass. */
export function pass(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1000);
}

/** When an access token ends that was issued so many seconds after the start, as stores keep it. */
export function endOfTokenFrom(seconds: number): string {
  return String(START_MS + (seconds + LIFETIME_SECONDS) * 1000);
}
