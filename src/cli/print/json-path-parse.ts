import type { JsonPath, Part, Step } from './json-path.ts';

/** Why a template cannot be read. */
export interface JsonPathProblem {
  /** From 1. */
  readonly column: number;
  readonly problem: string;
  readonly remedy: string;
}

/** Longest template; keeps a hostile one from being worked on. */
const lengthMax = 4_096;

interface Reading {
  readonly text: string;
  at: number;
}

class Unreadable extends Error {
  readonly found: JsonPathProblem;
  constructor(found: JsonPathProblem) {
    super(found.problem);
    this.found = found;
  }
}

const refuse = (at: number, problem: string, remedy: string): never => {
  throw new Unreadable({ column: at + 1, problem, remedy });
};

/** Reads the parts of a template, or says what is wrong with it and where. */
export const parseParts = (text: string): JsonPath | JsonPathProblem => {
  if (text.length > lengthMax) {
    return { column: 1, problem: 'the template is too long', remedy: 'use -o json and a program' };
  }
  const reading = { text, at: 0 };
  try {
    return { parts: partsUntil(reading, undefined) };
  } catch (error) {
    if (error instanceof Unreadable) return error.found;
    throw error;
  }
};

/** Reads parts to the end, or to the `{end}` of a range that was opened at a place. */
const partsUntil = (reading: Reading, openedAt: number | undefined): readonly Part[] => {
  const parts: Part[] = [];
  while (reading.at < reading.text.length) {
    const brace = reading.text.indexOf('{', reading.at);
    const textEnd = brace === -1 ? reading.text.length : brace;
    if (textEnd > reading.at) {
      parts.push({ part: 'text', text: reading.text.slice(reading.at, textEnd) });
    }
    reading.at = textEnd;
    if (brace === -1) break;
    const isEnd = braced(reading, parts, openedAt);
    if (isEnd) return parts;
  }
  if (openedAt !== undefined) refuse(openedAt, 'a range has no end', 'close it with {end}');
  return parts;
};

/** Reads what stands between two braces; answers whether it was `end`. */
const braced = (reading: Reading, parts: Part[], openedAt: number | undefined): boolean => {
  const from = reading.at;
  reading.at += 1;
  skipSpace(reading);
  if (takeWord(reading, 'end')) {
    if (openedAt === undefined) refuse(from, 'here is an end without a range', 'take it away');
    close(reading, from);
    return true;
  }
  if (takeWord(reading, 'range')) {
    skipSpace(reading);
    const steps = stepsAt(reading);
    close(reading, from);
    parts.push({ part: 'range', steps, body: partsUntil(reading, from) });
    return false;
  }
  const quote = reading.text[reading.at];
  if (quote === '"' || quote === "'") parts.push({ part: 'text', text: quotedAt(reading) });
  else parts.push({ part: 'path', steps: stepsAt(reading) });
  close(reading, from);
  return false;
};

const skipSpace = (reading: Reading): void => {
  while (reading.text[reading.at] === ' ') reading.at += 1;
};

const takeWord = (reading: Reading, word: string): boolean => {
  const isThere = new RegExp(`^${word}(?![A-Za-z0-9_])`).test(reading.text.slice(reading.at));
  if (isThere) reading.at += word.length;
  return isThere;
};

const close = (reading: Reading, from: number): void => {
  skipSpace(reading);
  if (reading.text[reading.at] === '}') {
    reading.at += 1;
    return;
  }
  if (reading.at >= reading.text.length) refuse(from, 'a brace is not closed', 'add a }');
  const sign = reading.text[reading.at] ?? '';
  const remedy = sign === '?' || sign === '(' ? 'filters are not known: use -o json' : stepRemedy;
  refuse(reading.at, `'${sign}' cannot stand here`, remedy);
};

const stepRemedy = 'write steps such as .field, [0], [1:3], [*], ["a.b"] or ..field, then }';

const stepsAt = (reading: Reading): readonly Step[] => {
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
  const step: Step = sign === '"' || sign === "'" ? named(reading) : numbered(reading);
  if (reading.text[reading.at] !== ']') refuse(from, 'a bracket is not closed', 'add a ]');
  reading.at += 1;
  return step;
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
    const isFilter = inside.startsWith('?');
    const remedy = isFilter ? 'filters are not known: use -o json and a program' : stepRemedy;
    refuse(from, `'${inside}' is no index`, remedy);
  }
  return { step: 'slice', from: Number(start ?? 0), to: end === undefined ? end : Number(end) };
};

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

const quotedAt = (reading: Reading): string => {
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
