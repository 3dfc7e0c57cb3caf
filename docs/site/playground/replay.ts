/**
 * Makes calls on fresh stores, and tells what each one did.
 *
 * @module
 */
import type { Call } from "../../../spec/model.js";
import { buildToken } from "../../../spec/token-fields.js";
import { callStore, showOutcome } from "../../../spec/transcript.js";
import { OAuthToken, SDKException, UserSignature } from "../../../src/sdk.js";
import { rowFromToken, type StoredRow } from "../../../src/token-row.js";
import { withCountedIds } from "../../../test/broken-stores/counted-ids.js";
import { type Climb, climb } from "./climb.js";
import { listenToSql, type RanStatement, takeSql } from "./sql-tape.js";
import { type OpenedStore, SHOWN_STORES, type ShownStore } from "./stores.js";

/** What one call did. */
export interface Step {
  readonly call: Call;

  /** How the token climbed the ladder; `null` for a call that does not climb it. */
  readonly climb: Climb | null;

  /** What it did in each store, in the order of {@link SHOWN_STORES}. */
  readonly effects: readonly Effect[];
}

/** What one call did in one store. */
export interface Effect {
  readonly store: ShownStore["name"];

  /** How it ended, in words. */
  readonly outcome: string;

  readonly before: readonly StoredRow[];
  readonly after: readonly StoredRow[];

  /** The SQL that it ran; empty in a store without. */
  readonly sql: readonly RanStatement[];
}

/** No call on a store in memory takes this long, in milliseconds. */
const CALL_LIMIT_MS = 5000;

const SDK = { OAuthToken, UserSignature, SDKException };

/**
 * Makes the calls on a fresh store of each kind, one store after the other.
 *
 * The ids are counted and not drawn at random: the same calls give the same ids, so that a link can
 * name one.
 */
export async function replay(calls: readonly Call[]): Promise<readonly Step[]> {
  await listenToSql();
  const effects: Effect[][] = [];
  for (const shown of SHOWN_STORES) {
    effects.push(await withCountedIds(() => replayOn(shown, calls)));
  }
  return calls.map((call, index) => {
    const ofCall = effects.flatMap((ofStore) => ofStore[index] ?? []);
    return { call, climb: climbOf(call, ofCall[0]?.before ?? []), effects: ofCall };
  });
}

async function replayOn(shown: ShownStore, calls: readonly Call[]): Promise<Effect[]> {
  const opened = await shown.open();
  try {
    const effects: Effect[] = [];
    for (const call of calls) {
      effects.push(await makeCall(shown, opened, call, effects.at(-1)?.after ?? []));
    }
    return effects;
  } finally {
    await opened.close();
  }
}

async function makeCall(
  { name }: ShownStore,
  { store }: OpenedStore,
  call: Call,
  before: readonly StoredRow[],
): Promise<Effect> {
  takeSql();
  const token = "token" in call ? buildToken(SDK, call.token) : undefined;
  const argument = "id" in call ? call.id : token;
  const outcome = await callStore(store, call.method, [argument], CALL_LIMIT_MS);
  const sql = takeSql();
  return {
    store: name,
    outcome: showOutcome(call.method, outcome, token),
    before,
    after: (await store.getTokens()).map((one) => rowFromToken(one) as StoredRow),
    sql,
  };
}

/** A token that the stores refuse climbs nothing. */
function climbOf(call: Call, rows: readonly StoredRow[]): Climb | null {
  if (!("token" in call)) return null;
  try {
    return climb(rowFromToken(buildToken(SDK, call.token)), rows);
  } catch {
    return null;
  }
}
