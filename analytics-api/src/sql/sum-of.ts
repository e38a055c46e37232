/** The sum of one column. */
export const sumOf = <Column extends string>(
  rows: readonly Record<Column, number>[],
  column: Column,
): number => rows.reduce((sum, row) => sum + row[column], 0);
