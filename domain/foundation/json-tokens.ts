/** How much of a JSON document is borne, and whether its numbers must be whole. */
export interface JsonLimits {
  /** Most arrays and objects inside one another. */
  readonly depthMax: number;
  /** @unit bytes of UTF-8 */
  readonly bytesMax: number;
  /** Most keys in all objects together. */
  readonly keysMax: number;
  /** Whether a number must be an integer. */
  readonly integersOnly?: boolean;
}

/** Why a JSON document is refused. */
export type JsonProblem =
  | 'NotJson'
  | 'TooLong'
  | 'TooDeep'
  | 'TooManyKeys'
  | 'DuplicateKey'
  | 'ForbiddenKey'
  | 'LoneSurrogate'
  | 'NegativeZero'
  | 'NumberOutOfRange'
  | 'NotAnInteger';

/** The first thing that is wrong in a document, and its place as an offset and as a JSON pointer. */
export interface JsonFinding {
  readonly reason: JsonProblem;
  readonly at: number;
  readonly pointer: string;
  readonly problem: string;
  readonly remedy: string;
}

/** An array or object that is open: in an object `keys` has what was seen and `key` the present one, once it is known. */
export interface Frame {
  readonly keys: Set<string> | undefined;
  key: string | undefined;
  index: number;
}

/** A document on the way: where the scan stands, and what it has found. */
export interface Scan {
  readonly text: string;
  readonly limits: JsonLimits;
  readonly frames: Frame[];
  at: number;
  keyCount: number;
  found: JsonFinding | undefined;
}

/** Notes what is wrong here; the answer is always "do not go on". */
export const stop = (scan: Scan, finding: Omit<JsonFinding, 'at' | 'pointer'>): false => {
  const steps = scan.frames.flatMap(({ keys, key, index }) => {
    if (keys === undefined) return [String(index)];
    return key === undefined ? [] : [key.replaceAll('~', '~0').replaceAll('/', '~1')];
  });
  const pointer = steps.map((step) => `/${step.length > 64 ? `${step.slice(0, 64)}…` : step}`);
  scan.found = { ...finding, at: scan.at, pointer: pointer.join('') };
  return false;
};

/** Notes that something else stands here than should. */
export const unexpected = (scan: Scan, wanted: string): false => {
  const seen = scan.text.slice(scan.at, scan.at + 12);
  const shown = seen === '' ? 'the end of the text' : JSON.stringify(seen);
  const problem = `${shown} stands where ${wanted} should`;
  return stop(scan, { reason: 'NotJson', problem, remedy: 'write it as RFC 8259 says' });
};

/** Goes to the next character that means something. */
export const skipSpace = (scan: Scan): void => {
  for (; scan.at < scan.text.length; scan.at += 1) {
    const unit = scan.text.charCodeAt(scan.at);
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
  }
};

const escapePattern = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** The text of a string, past which the scan then stands; `undefined` when it is wrong. */
export const readString = (scan: Scan): string | undefined => {
  const { text } = scan;
  const from = scan.at + 1;
  const to = endOfString(scan, from);
  if (to === undefined) return undefined;
  const raw = text.slice(from, to);
  const content = raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw;
  if (!content.isWellFormed()) {
    const problem = 'the text has half a surrogate pair, which UTF-8 cannot hold';
    stop(scan, { reason: 'LoneSurrogate', problem, remedy: 'write both halves or neither' });
    return undefined;
  }
  scan.at = to + 1;
  return content;
};

/** Where the closing quote stands. */
const endOfString = (scan: Scan, from: number): number | undefined => {
  const { text } = scan;
  let at = from;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) return at;
    if (unit < 0x20) return failAt(scan, at, 'text without control characters');
    escapePattern.lastIndex = at;
    if (unit !== 0x5c) at += 1;
    else if (escapePattern.test(text)) at = escapePattern.lastIndex;
    else return failAt(scan, at, 'an escape');
  }
  return failAt(scan, at, 'a closing quote');
};

const failAt = (scan: Scan, at: number, wanted: string): undefined => {
  scan.at = at;
  unexpected(scan, wanted);
};

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Goes past a number, if it is one that a double holds exactly. */
export const scanNumber = (scan: Scan): boolean => {
  numberPattern.lastIndex = scan.at;
  const literal = numberPattern.exec(scan.text)?.[0];
  if (literal === undefined) return unexpected(scan, 'a value');
  const value = Number(literal);
  const shown = literal.length > 24 ? `${literal.slice(0, 24)}…` : literal;
  if (Object.is(value, -0)) {
    const problem = `${shown} is negative zero`;
    return stop(scan, { reason: 'NegativeZero', problem, remedy: 'write 0' });
  }
  const isWhole = Number.isInteger(value);
  if (!Number.isFinite(value) || (isWhole && !Number.isSafeInteger(value))) {
    const problem = `${shown} is beyond what a number can hold exactly (2^53)`;
    return stop(scan, { reason: 'NumberOutOfRange', problem, remedy: 'use a smaller number' });
  }
  if (!isWhole && scan.limits.integersOnly === true) {
    const problem = `${shown} is not whole`;
    return stop(scan, { reason: 'NotAnInteger', problem, remedy: 'use a smaller unit' });
  }
  scan.at += literal.length;
  return true;
};
