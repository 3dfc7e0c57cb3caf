import { COLUMNS, type Column, type StoredRow } from "../../../src/token-row.js";

/** What a call did to one row. */
export interface RowChange {
  readonly row: StoredRow;
  readonly kind: "added" | "changed" | "removed" | "same";

  /** The columns whose value is another one now; empty unless it was changed. */
  readonly columns: readonly Column[];
}

/** Compares what was stored before a call and after it: the rows of now first, then what is gone. */
export function changesBetween(
  before: readonly StoredRow[],
  after: readonly StoredRow[],
): readonly RowChange[] {
  const now = after.map((row) =>
    changeOf(
      before.find(({ id }) => id === row.id),
      row,
    ),
  );
  const gone = before.filter(({ id }) => !after.some((row) => row.id === id));
  return [...now, ...gone.map((row) => ({ row, kind: "removed" as const, columns: [] }))];
}

function changeOf(before: StoredRow | undefined, row: StoredRow): RowChange {
  if (before === undefined) return { row, kind: "added", columns: [] };
  const columns = COLUMNS.filter((column) => before[column] !== row[column]);
  return { row, kind: columns.length === 0 ? "same" : "changed", columns };
}
