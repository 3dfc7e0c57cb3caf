import type { ComponentType } from "preact";
import { show } from "../../../spec/transcript.js";
import { ListView, MapView, type RowsProps, TableView } from "../view/row-views.js";
import type { Effect } from "./replay.js";
import type { RanStatement } from "./sql-tape.js";
import { SHOWN_STORES } from "./stores.js";

const VIEWS: Readonly<Record<Effect["store"], ComponentType<RowsProps>>> = {
  ListTokenStore: ListView,
  MemoryTokenStore: MapView,
  SqliteTokenStore: TableView,
};

interface EffectProps {
  readonly effect: Effect;

  /** The id of the row that the given token means; `null` for none. */
  readonly meant: string | null;
}

/** Shows what a call did in one store: what it keeps now, and the SQL that ran. */
export function EffectView({ effect, meant }: EffectProps) {
  const View = VIEWS[effect.store];
  const keeps = SHOWN_STORES.find(({ name }) => name === effect.store)?.keeps;
  return (
    <section class="store" data-store={effect.store} aria-label={effect.store}>
      <p class="store-name">{effect.store}</p>
      <p class="store-keeps">{keeps}</p>
      <View {...effect} meant={meant} label={`rows of ${effect.store}`} />
      {effect.sql.length > 0 && <Sql statements={effect.sql} />}
    </section>
  );
}

function Sql({ statements }: { readonly statements: readonly RanStatement[] }) {
  const count = statements.length === 1 ? "one statement" : `${statements.length} statements`;
  return (
    <details class="sql">
      <summary>The SQL that ran: {count}</summary>
      <ol>
        {statements.map(({ sql, values }, index) => (
          <li key={index}>
            <code>{shorten(sql)}</code>
            {values.length > 0 && (
              <>
                {" with "}
                <code>{show(values)}</code>
              </>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Every row is read column by column, as bytes; that is one idea, and ten times the same text. */
function shorten(sql: string): string {
  return sql.replace(/SELECT CAST\(.* AS BLOB\) FROM/, "SELECT … FROM");
}
