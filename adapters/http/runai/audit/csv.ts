/** Fields by which no program mistakes a text for a formula, a number for a date, or one column for two. */
const startsFormula = /^[=+\-@\t\r]/;
const needsQuotes = /[",\r\n]/;

const cell = (value: string): string => {
  const harmless = startsFormula.test(value) ? `'${value}` : value;
  return needsQuotes.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** Rows of texts as CSV (RFC 4180); a text that a spreadsheet would run as a formula is kept from it. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
