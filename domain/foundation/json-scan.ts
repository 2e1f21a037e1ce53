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

/** An array or object that is open: in an object `keys` has what was seen and `key` the present one. */
interface Frame {
  readonly keys: Set<string> | undefined;
  key: string;
  index: number;
}

interface Scan {
  readonly text: string;
  readonly limits: JsonLimits;
  readonly frames: Frame[];
  at: number;
  keyCount: number;
  found: JsonFinding | undefined;
}

/**
 * Looks a JSON document through for the first thing that is wrong with it; `undefined` when nothing is.
 *
 * Keeps the open arrays and objects in a list of its own, so that no depth of input can exhaust the stack.
 */
export const scanJson = (text: string, limits: JsonLimits): JsonFinding | undefined => {
  const scan: Scan = { text, limits, frames: [], at: 0, keyCount: 0, found: undefined };
  if (bytesOf(text, limits.bytesMax) > limits.bytesMax) {
    const problem = `the document has more than ${limits.bytesMax} bytes`;
    stop(scan, { reason: 'TooLong', problem, remedy: 'send less at once' });
    return scan.found;
  }
  let isGoingOn = scanValue(scan);
  while (isGoingOn && scan.frames.length > 0) isGoingOn = scanMember(scan);
  skipSpace(scan);
  if (isGoingOn && scan.at < text.length) unexpected(scan, 'nothing more');
  return scan.found;
};

/** UTF-8 bytes of a text, counted no further than past the bound. */
const bytesOf = (text: string, bound: number): number => {
  if (text.length > bound || text.length * 3 <= bound) return text.length;
  let bytes = 0;
  for (let at = 0; at < text.length && bytes <= bound; at += 1) {
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair counts 2: the pair takes 4 bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return bytes;
};

/** Notes what is wrong here; the answer is always "do not go on". */
const stop = (scan: Scan, finding: Omit<JsonFinding, 'at' | 'pointer'>): false => {
  const steps = scan.frames.map(({ keys, key, index }) =>
    keys === undefined ? String(index) : key.replaceAll('~', '~0').replaceAll('/', '~1'),
  );
  const pointer = steps.map((step) => `/${step.length > 64 ? `${step.slice(0, 64)}…` : step}`);
  scan.found = { ...finding, at: scan.at, pointer: pointer.join('') };
  return false;
};

const unexpected = (scan: Scan, wanted: string): false => {
  const seen = scan.text.slice(scan.at, scan.at + 12);
  const shown = seen === '' ? 'the end of the text' : JSON.stringify(seen);
  const problem = `${shown} stands where ${wanted} should`;
  return stop(scan, { reason: 'NotJson', problem, remedy: 'write it as RFC 8259 says' });
};

const skipSpace = (scan: Scan): void => {
  for (; scan.at < scan.text.length; scan.at += 1) {
    const unit = scan.text.charCodeAt(scan.at);
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
  }
};

/** A scalar to its end, or the opening of an array or object. */
const scanValue = (scan: Scan): boolean => {
  skipSpace(scan);
  const first = scan.text[scan.at];
  if (first === '{' || first === '[') return open(scan, first === '{');
  if (first === '"') return readString(scan) !== undefined;
  for (const word of ['true', 'false', 'null']) {
    if (!scan.text.startsWith(word, scan.at)) continue;
    scan.at += word.length;
    return true;
  }
  return scanNumber(scan);
};

const open = (scan: Scan, isObject: boolean): boolean => {
  const { depthMax } = scan.limits;
  if (scan.frames.length >= depthMax) {
    const problem = `more than ${depthMax} arrays and objects stand inside one another`;
    return stop(scan, { reason: 'TooDeep', problem, remedy: 'flatten the document' });
  }
  scan.frames.push({ keys: isObject ? new Set() : undefined, key: '', index: -1 });
  scan.at += 1;
  return true;
};

/** The next member of the innermost open array or object, or its end. */
const scanMember = (scan: Scan): boolean => {
  const frame = scan.frames.at(-1);
  if (frame === undefined) return false;
  skipSpace(scan);
  const end = frame.keys === undefined ? ']' : '}';
  if (scan.text[scan.at] === end) {
    scan.at += 1;
    scan.frames.pop();
    return true;
  }
  if (frame.index >= 0) {
    if (scan.text[scan.at] !== ',') return unexpected(scan, `"," or "${end}"`);
    scan.at += 1;
  }
  frame.index += 1;
  if (frame.keys === undefined) return scanValue(scan);
  return scanKey(scan, frame, frame.keys) && scanValue(scan);
};

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

const scanKey = (scan: Scan, frame: Frame, keys: Set<string>): boolean => {
  skipSpace(scan);
  const from = scan.at;
  if (scan.text[from] !== '"') return unexpected(scan, 'a key in double quotes');
  const key = readString(scan);
  if (key === undefined) return false;
  frame.key = key;
  const to = scan.at;
  scan.at = from;
  if (forbiddenKeys.has(key)) {
    const problem = `the key ${JSON.stringify(key)} is not taken`;
    return stop(scan, { reason: 'ForbiddenKey', problem, remedy: 'use another name' });
  }
  if (keys.has(key)) {
    const problem = 'the key stands in this object already';
    return stop(scan, { reason: 'DuplicateKey', problem, remedy: 'keep one of them' });
  }
  keys.add(key);
  scan.keyCount += 1;
  if (scan.keyCount > scan.limits.keysMax) {
    const problem = `the document has more than ${scan.limits.keysMax} keys`;
    return stop(scan, { reason: 'TooManyKeys', problem, remedy: 'send less at once' });
  }
  scan.at = to;
  skipSpace(scan);
  if (scan.text[scan.at] !== ':') return unexpected(scan, '":"');
  scan.at += 1;
  return true;
};

const escapePattern = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** The text of a string, past which the scan then stands; `undefined` when it is wrong. */
const readString = (scan: Scan): string | undefined => {
  const { text } = scan;
  const from = scan.at;
  let isEscaped = false;
  let at = from + 1;
  for (; at < text.length;) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) break;
    if (unit < 0x20) return failAt(scan, at, 'text without control characters');
    if (unit !== 0x5c) {
      at += 1;
      continue;
    }
    escapePattern.lastIndex = at;
    if (!escapePattern.test(text)) return failAt(scan, at, 'an escape');
    at = escapePattern.lastIndex;
    isEscaped = true;
  }
  if (at >= text.length) return failAt(scan, at, 'a closing quote');
  const raw = text.slice(from + 1, at);
  const content = isEscaped ? String(JSON.parse(`"${raw}"`)) : raw;
  if (!content.isWellFormed()) {
    const problem = 'the text has half a surrogate pair, which UTF-8 cannot hold';
    stop(scan, { reason: 'LoneSurrogate', problem, remedy: 'write both halves or neither' });
    return undefined;
  }
  scan.at = at + 1;
  return content;
};

const failAt = (scan: Scan, at: number, wanted: string): undefined => {
  scan.at = at;
  unexpected(scan, wanted);
};

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

const scanNumber = (scan: Scan): boolean => {
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
