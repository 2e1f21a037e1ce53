/** About how long the rows of one answer may be as JSON. @unit UTF-16 code units */
const pageWeightMax = 8 * 1024 * 1024;

/** So few rows are never too long: texts of a row are bounded. */
const rowsLight = 50;

/** The first rows that one answer can hold, at least one: rows are small, but their owners may make them large. */
export const lightEnough = <Row>(rows: readonly Row[]): readonly Row[] => {
  if (rows.length <= rowsLight) return rows;
  let weight = 0;
  const heavy = rows.findIndex((row) => (weight += weightOf(row)) > pageWeightMax);
  return heavy < 0 ? rows : rows.slice(0, Math.max(1, heavy));
};

/** About how long a value is as JSON. */
const weightOf = (value: unknown): number => {
  if (typeof value === 'string') return value.length + 3;
  if (typeof value !== 'object' || value === null) return 8;
  let weight = 2;
  const members = value instanceof Map ? value : Object.entries(value);
  for (const [key, member] of members) weight += String(key).length + 4 + weightOf(member);
  return weight;
};
