const decimal = /^-?\d{1,15}(\.\d{1,9})?$/;
const iso = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Reads a number as people write them; `undefined` where it is none. */
export const numberOf = (text: string): number | undefined =>
  decimal.test(text) ? Number(text) : undefined;

/** Reads an ISO 8601 instant, or a date as its first moment in UTC; `undefined` where it is none. @unit ms since epoch */
export const instantOf = (text: string): number | undefined => {
  if (!iso.test(text)) return undefined;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : atMs;
};
