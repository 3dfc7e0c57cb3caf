/**
 * Stored rows as a list, as a map and as a table, with what a call did to them.
 *
 * @module
 */
import type { ComponentChildren } from "preact";
import { show } from "../../../spec/transcript.js";
import { COLUMNS, type Column, type StoredRow } from "../../../src/token-row.js";
import { changesBetween, type RowChange } from "../playground/changes.js";

/** What a view of rows is given. */
export interface RowsProps {
  /** Names the view to whoever cannot see it. */
  readonly label: string;
  readonly before: readonly StoredRow[];
  readonly after: readonly StoredRow[];

  /** The id of the row that the given token means; left out, no row is pointed out. */
  readonly meant?: string | null;
}

/** Shows rows as a list of lists, in the order of the published columns. */
export function ListView(props: RowsProps) {
  return (
    <Rows {...props}>
      {(change) => (
        <>
          {"["}
          {COLUMNS.map((column, index) => (
            <span key={column}>
              {index === 0 ? "" : ", "}
              <Value change={change} column={column} />
            </span>
          ))}
          {"]"}
        </>
      )}
    </Rows>
  );
}

/** Shows rows as the entries of a map, without what is blank. */
export function MapView(props: RowsProps) {
  return (
    <Rows {...props}>
      {(change) => (
        <>
          {`${show(change.row.id)} → { `}
          {COLUMNS.filter((column) => change.row[column] !== null).map((column, index) => (
            <span key={column}>
              {index === 0 ? "" : ", "}
              {column}: <Value change={change} column={column} />
            </span>
          ))}
          {" }"}
        </>
      )}
    </Rows>
  );
}

type Children = { readonly children: (change: RowChange) => ComponentChildren };

function Rows({ before, after, label, meant, children }: RowsProps & Children) {
  const changes = changesBetween(before, after);
  if (changes.length === 0) return <p class="rows-none">empty</p>;
  return (
    <ol class="rows" aria-label={label}>
      {changes.map((change) => (
        <li key={change.row.id} class={`row-${wordOn(change, meant)}`}>
          <Word word={wordOn(change, meant)} />
          <code>{children(change)}</code>
        </li>
      ))}
    </ol>
  );
}

/** Shows rows as a table. It scrolls in itself. */
export function TableView({ before, after, label, meant }: RowsProps) {
  const changes = changesBetween(before, after);
  if (changes.length === 0) return <p class="rows-none">empty</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="rows-table" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">what happened</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.row.id} class={`row-${wordOn(change, meant)}`}>
              <td>
                <Word word={wordOn(change, meant)} />
              </td>
              {COLUMNS.map((column) => (
                <td key={column}>
                  <Value change={change} column={column} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Says what happened to a row, so that no colour has to be seen. */
function Word({ word }: { readonly word: string }) {
  return word === "same" ? null : <span class="row-kind">{word}</span>;
}

function wordOn({ kind, row }: RowChange, meant: RowsProps["meant"]): string {
  return kind === "same" && row.id === meant ? "meant" : kind;
}

function Value({ change, column }: { readonly change: RowChange; readonly column: Column }) {
  const value = change.row[column];
  const shown = <span class={value === null ? "blank" : undefined}>{show(value)}</span>;
  return change.columns.includes(column) ? <mark>{shown}</mark> : shown;
}
