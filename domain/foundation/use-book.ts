import type { InstantMs } from './instant.ts';
import type { Amounts } from './shapes.ts';

/**
 * What was held in some minutes together.
 *
 * @shape as many minutes as a power of two, beginning at a multiple of it
 * @unit minutes since 1970; amounts × seconds
 */
interface Span extends Record<keyof Amounts, number> {
  readonly from: number;
  readonly minutes: number;
}

/** What somebody has held so far, the longer ago the coarser. @unit `atSec`: seconds since 1970, booked up to there */
export interface UseBook {
  atSec: number;
  spans: Span[];
}

/** How past use counts. @unit ms; a half-life of 0 is none, and what ended before the window does not count */
export interface UseRule {
  readonly halfLifeMs: number;
  readonly windowMs: number;
}

/** A book that begins at an instant. */
export const beginBook = (atMs: InstantMs): UseBook => ({ atSec: secondsIn(atMs), spans: [] });

const secondsIn = (atMs: InstantMs): number => Math.floor(atMs / 1000);

const minuteSec = 60;
/** Spans are at most so many times younger than they are long. */
const fineness = 16;
/** More spans than these are made fewer: as many as needed for centuries. */
const spansMax = 640;

/** Books what was held since the last booking; time that goes back books nothing. @cost O(log minutes), amortised */
export const bookUse = (book: UseBook, held: Amounts, atMs: InstantMs): void => {
  const toSec = secondsIn(atMs);
  if (toSec <= book.atSec) return;
  if (!isNothing(held)) addSpans(book.spans, held, { fromSec: book.atSec, toSec });
  book.atSec = toSec;
  if (book.spans.length > spansMax) book.spans = coarser(book.spans, Math.floor(toSec / minuteSec));
};

const isNothing = ({ gpuMilli, cpuMilli, memoryMib }: Amounts): boolean =>
  gpuMilli === 0 && cpuMilli === 0 && memoryMib === 0;

interface Stretch {
  readonly fromSec: number;
  readonly toSec: number;
}

const addSpans = (spans: Span[], held: Amounts, { fromSec, toSec }: Stretch): void => {
  const nowMinute = Math.floor(toSec / minuteSec);
  for (let atSec = fromSec; atSec < toSec;) {
    const from = Math.floor(atSec / minuteSec);
    const minutes = atSec === from * minuteSec ? lengthAt(from, nowMinute) : 1;
    const untilSec = Math.min(toSec, (from + minutes) * minuteSec);
    addSpan(spans, { from, minutes }, timesOf(held, untilSec - atSec));
    atSec = untilSec;
  }
};

const timesOf = ({ gpuMilli, cpuMilli, memoryMib }: Amounts, seconds: number): Amounts => ({
  gpuMilli: gpuMilli * seconds,
  cpuMilli: cpuMilli * seconds,
  memoryMib: memoryMib * seconds,
});

const addSpan = (
  spans: Span[],
  { from, minutes }: Pick<Span, 'from' | 'minutes'>,
  { gpuMilli, cpuMilli, memoryMib }: Amounts,
): void => {
  const last = spans.at(-1);
  if (last === undefined || last.from + last.minutes <= from) {
    spans.push({ from, minutes, gpuMilli, cpuMilli, memoryMib });
    return;
  }
  last.gpuMilli += gpuMilli;
  last.cpuMilli += cpuMilli;
  last.memoryMib += memoryMib;
};

/** The longest span that may begin at a minute and is old enough for its length. */
const lengthAt = (from: number, nowMinute: number): number => {
  let minutes = 1;
  while (from % (2 * minutes) === 0 && isOldEnough(from, 2 * minutes, nowMinute)) minutes *= 2;
  return minutes;
};

const isOldEnough = (from: number, minutes: number, nowMinute: number): boolean =>
  from + minutes * (1 + fineness) <= nowMinute;

/** The same use in spans that are as long as their ages let them be. */
const coarser = (spans: readonly Span[], nowMinute: number): Span[] => {
  const fewer: Span[] = [];
  for (const span of spans) {
    const { minutes: least } = span;
    let minutes = least;
    const begin = (length: number): number => Math.floor(span.from / length) * length;
    while (isOldEnough(begin(2 * minutes), 2 * minutes, nowMinute)) minutes *= 2;
    addSpan(fewer, { from: begin(minutes), minutes }, span);
  }
  return fewer;
};

/** 2^(−i/32) in 65,536ths: what counts of use that is i thirty-seconds of a half-life old. */
const decay: readonly number[] = [
  65536, 64131, 62757, 61412, 60096, 58809, 57548, 56315, 55108, 53928, 52772, 51641, 50535, 49452,
  48392, 47355, 46340, 45347, 44376, 43425, 42494, 41584, 40693, 39821, 38967, 38132, 37315, 36516,
  35733, 34968, 34218, 33485,
];
const steps = decay.length;
/** After so many half-lives nothing counts any more. */
const halvingsMax = 16;

const weightOf = (ageMs: number, { halfLifeMs }: UseRule): number => {
  const [whole = 0] = decay;
  if (halfLifeMs === 0) return whole;
  const halvings = Math.floor(ageMs / halfLifeMs);
  if (halvings >= halvingsMax) return 0;
  const step = Math.floor(((ageMs - halvings * halfLifeMs) * steps) / halfLifeMs);
  return (decay[step] ?? 0) >> halvings;
};

/**
 * What was held up to an instant, the younger the more; meaningful beside another sum by the same rule.
 *
 * A pure function of what was booked and `held`, which is held since the last booking.
 * @shape the instant is a whole minute, and a multiple of the length of all spans that end about it: see `refreshMsOf`
 * @unit amounts × seconds × 65,536ths; whole numbers below 2^53, beyond them rounded alike on every machine
 * @cost O(spans)
 */
export const usedUntil = (
  book: UseBook,
  held: Amounts,
  { untilMs, rule }: { readonly untilMs: InstantMs; readonly rule: UseRule },
): Amounts => {
  const sum = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
  const add = (span: Span): void => {
    const ageMs = untilMs - (span.from + span.minutes) * minuteSec * 1000;
    if (ageMs < 0 || ageMs >= rule.windowMs) return;
    const weight = weightOf(ageMs, rule);
    sum.gpuMilli += span.gpuMilli * weight;
    sum.cpuMilli += span.cpuMilli * weight;
    sum.memoryMib += span.memoryMib * weight;
  };
  const { atSec: fromSec } = book;
  const toSec = secondsIn(untilMs);
  const open: Span[] = [];
  if (fromSec < toSec && !isNothing(held)) addSpans(open, held, { fromSec, toSec });
  for (const span of book.spans) add(span);
  for (const span of open) add(span);
  return sum;
};

/** The longest that use is not looked at anew. */
const refreshMsMax = 4 * minuteSec * 1000;

/** How long use by a rule is not looked at anew: 1, 2 or 4 minutes, by what it looks back on. */
export const refreshMsOf = ({ halfLifeMs, windowMs }: UseRule): number => {
  const aimMs = Math.floor((halfLifeMs > 0 ? Math.min(halfLifeMs, windowMs) : windowMs) / steps);
  let refreshMs = minuteSec * 1000;
  while (2 * refreshMs <= Math.min(aimMs, refreshMsMax)) refreshMs *= 2;
  return refreshMs;
};

/** After how long without news use by a rule changes no more. */
export const memoryMsOf = ({ halfLifeMs, windowMs }: UseRule): number =>
  halfLifeMs > 0 ? Math.min(windowMs, halvingsMax * halfLifeMs) : windowMs;
