const pattern = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/;

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Days are few and times many: midnights that have been worked out are remembered. */
const midnights = new Map<string, number | undefined>();
const midnightsMax = 10_000;

/**
 * Seconds since 1970 of a time of day written as `YYYY-MM-DD HH:MM:SS`, taken as UTC.
 *
 * By hand, because `Date` reads such a text in the time zone of the machine, and takes 31 February for 3 March.
 * @shape `undefined` for a text that is no time between 1970 and 9999
 */
export const utcSecondsOf = (text: string): number | undefined => {
  const parts = pattern.exec(text);
  if (parts === null) return undefined;
  const hour = Number(parts[4]);
  const minute = Number(parts[5]);
  const second = Number(parts[6]);
  const midnight = midnightOf(text.slice(0, 10));
  if (midnight === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  return midnight + hour * 3600 + minute * 60 + second;
};

const midnightOf = (date: string): number | undefined => {
  if (midnights.has(date)) return midnights.get(date);
  const found = midnightOfDate(Number(date.slice(0, 4)), Number(date.slice(5, 7)), date.slice(8));
  if (midnights.size < midnightsMax) midnights.set(date, found);
  return found;
};

const midnightOfDate = (year: number, month: number, dayText: string): number | undefined => {
  const day = Number(dayText);
  const days = daysOfMonth[month - 1];
  if (year < 1970 || days === undefined) return undefined;
  if (day < 1 || day > (month === 2 && isLeap(year) ? 29 : days)) return undefined;
  return Date.UTC(year, month - 1, day) / 1000;
};
