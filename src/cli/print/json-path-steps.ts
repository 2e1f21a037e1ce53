import type { Comparison, Condition, JsonPathProblem, Step } from './json-path-shape.ts';

/** A template that is being read, and how far. */
export interface Reading {
  readonly text: string;
  at: number;
}

/** A template that cannot be read, with the place that is wrong. */
export class Unreadable extends Error {
  readonly found: JsonPathProblem;
  constructor(found: JsonPathProblem) {
    super(found.problem);
    this.found = found;
  }
}

/** Refuses what stands at a place. @throws Unreadable always */
export const refuse = (at: number, problem: string, remedy: string): never => {
  throw new Unreadable({ column: at + 1, problem, remedy });
};

/** What would be right where a step is wrong. */
export const stepRemedy = 'write steps such as .field, [0], [1:3], [*], ["a.b"] or ..field, then }';

/** Reads the steps that stand here; none for the value itself. @throws Unreadable */
export const stepsAt = (reading: Reading): readonly Step[] => {
  const steps: Step[] = [];
  if (reading.text[reading.at] === '$' || reading.text[reading.at] === '@') reading.at += 1;
  for (;;) {
    const sign = reading.text[reading.at];
    if (sign === '[') steps.push(bracketAt(reading));
    else if (sign === '.') steps.push(...dottedAt(reading));
    else return steps;
  }
};

const dottedAt = (reading: Reading): readonly Step[] => {
  reading.at += 1;
  const isBelow = reading.text[reading.at] === '.';
  if (isBelow) reading.at += 1;
  const before: readonly Step[] = isBelow ? [{ step: 'below' }] : [];
  const sign = reading.text[reading.at];
  if (sign === '[') return [...before, bracketAt(reading)];
  if (sign === '*') {
    reading.at += 1;
    return [...before, { step: 'every' }];
  }
  const [name = ''] = /^[A-Za-z0-9_-]+/.exec(reading.text.slice(reading.at)) ?? [];
  // kubectl takes a lone dot for the value itself.
  if (name === '' && !isBelow) return [];
  if (name === '') refuse(reading.at, 'here a field must be named', stepRemedy);
  reading.at += name.length;
  return [...before, { step: 'field', name }];
};

const bracketAt = (reading: Reading): Step => {
  const from = reading.at;
  reading.at += 1;
  const sign = reading.text[reading.at];
  const step =
    sign === '?' ? filtered(reading) : isQuote(sign) ? named(reading) : numbered(reading);
  if (reading.text[reading.at] !== ']') refuse(from, 'a bracket is not closed', 'add a ]');
  reading.at += 1;
  return step;
};

const isQuote = (sign: string | undefined): boolean => sign === '"' || sign === "'";

const filterRemedy = 'write [?(@.field=="text")], with ==, !=, <, <=, > or >=';

/** Reads a filter such as `?(@.phase=="Pending")`. @throws Unreadable */
const filtered = (reading: Reading): Step => {
  reading.at += 1;
  expect(reading, '(');
  skipSpace(reading);
  if (reading.text[reading.at] !== '@') refuse(reading.at, 'here @ must stand', filterRemedy);
  const steps = stepsAt(reading);
  skipSpace(reading);
  const [sign] = /^(?:[=!<>]=|[<>])/.exec(reading.text.slice(reading.at)) ?? [];
  const condition = sign === undefined ? isThere : comparedAt(reading, sign);
  skipSpace(reading);
  expect(reading, ')');
  return { step: 'filter', steps, ...condition };
};

const isThere: Condition = { comparison: 'is', wanted: null };

const comparisons = ['==', '!=', '<', '<=', '>', '>='] as const satisfies readonly Comparison[];

const comparedAt = (reading: Reading, sign: string): Condition => {
  reading.at += sign.length;
  skipSpace(reading);
  const comparison = comparisons.find((one) => one === sign) ?? '==';
  return { comparison, wanted: scalarAt(reading) };
};

const words: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

const scalarAt = (reading: Reading): Condition['wanted'] => {
  if (isQuote(reading.text[reading.at])) return quotedAt(reading);
  const from = reading.at;
  const [text = ''] = /^[^\s)\]}]*/.exec(reading.text.slice(from)) ?? [];
  reading.at += text.length;
  const word = words.get(text);
  if (word !== undefined) return word;
  if (/^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
  return refuse(
    from,
    `'${text}' is no text in quotes, no number, true, false or null`,
    filterRemedy,
  );
};

const expect = (reading: Reading, sign: string): void => {
  if (reading.text[reading.at] !== sign)
    refuse(reading.at, `here ${sign} must stand`, filterRemedy);
  reading.at += 1;
};

const skipSpace = (reading: Reading): void => {
  while (reading.text[reading.at] === ' ') reading.at += 1;
};

const named = (reading: Reading): Step => ({ step: 'field', name: quotedAt(reading) });

const numbered = (reading: Reading): Step => {
  const [inside = ''] = /^[^\]}]*/.exec(reading.text.slice(reading.at)) ?? [];
  const from = reading.at;
  reading.at += inside.length;
  if (inside === '*') return { step: 'every' };
  if (/^-?\d{1,9}$/.test(inside)) return { step: 'index', at: Number(inside) };
  const [, start, end] = /^(-?\d{1,9})?:(-?\d{1,9})?$/.exec(inside) ?? [];
  if (start === undefined && end === undefined && inside !== ':') {
    refuse(from, `'${inside}' is no index`, stepRemedy);
  }
  return { step: 'slice', from: Number(start ?? 0), to: end === undefined ? end : Number(end) };
};

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** Reads a text in quotes. @throws Unreadable */
export const quotedAt = (reading: Reading): string => {
  const from = reading.at;
  const quote = reading.text[from];
  let text = '';
  for (let at = from + 1; at < reading.text.length; at += 1) {
    const sign = reading.text[at] ?? '';
    if (sign === quote) {
      reading.at = at + 1;
      return text;
    }
    if (sign === '\\') {
      at += 1;
      const next = reading.text[at] ?? '';
      text += escapes[next] ?? next;
    } else text += sign;
  }
  return refuse(from, 'a text is not closed', `add a ${quote ?? ''}`);
};
