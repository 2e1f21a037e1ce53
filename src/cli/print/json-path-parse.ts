import type { JsonPath, JsonPathProblem, Part } from './json-path-shape.ts';
import {
  quotedAt,
  type Reading,
  refuse,
  stepRemedy,
  stepsAt,
  Unreadable,
} from './json-path-steps.ts';

/** Longest template; keeps a hostile one from being worked on. */
const lengthMax = 4_096;

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
  refuse(reading.at, `'${sign}' cannot stand here`, stepRemedy);
};
