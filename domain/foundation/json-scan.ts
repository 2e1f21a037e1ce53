import {
  type Frame,
  type JsonFinding,
  type JsonLimits,
  readString,
  type Scan,
  scanNumber,
  skipSpace,
  stop,
  unexpected,
} from './json-tokens.ts';

export type { JsonFinding, JsonLimits, JsonProblem } from './json-tokens.ts';

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
  scan.frames.push({ keys: isObject ? new Set() : undefined, key: undefined, index: -1 });
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
  frame.key = undefined;
  skipSpace(scan);
  const from = scan.at;
  if (scan.text[from] !== '"') return unexpected(scan, 'a key in double quotes');
  const key = readString(scan);
  if (key === undefined) return false;
  frame.key = key;
  scan.keyCount += 1;
  const wrong = wrongKey(scan, key, keys);
  if (wrong !== undefined) {
    scan.at = from;
    return stop(scan, wrong);
  }
  keys.add(key);
  skipSpace(scan);
  if (scan.text[scan.at] !== ':') return unexpected(scan, '":"');
  scan.at += 1;
  return true;
};

const wrongKey = (
  scan: Scan,
  key: string,
  keys: ReadonlySet<string>,
): Omit<JsonFinding, 'at' | 'pointer'> | undefined => {
  if (forbiddenKeys.has(key)) {
    const problem = `the key ${JSON.stringify(key)} is not taken`;
    return { reason: 'ForbiddenKey', problem, remedy: 'use another name' };
  }
  if (keys.has(key)) {
    const problem = 'the key stands in this object already';
    return { reason: 'DuplicateKey', problem, remedy: 'keep one of them' };
  }
  const { keysMax } = scan.limits;
  if (scan.keyCount <= keysMax) return undefined;
  const problem = `the document has more than ${keysMax} keys`;
  return { reason: 'TooManyKeys', problem, remedy: 'send less at once' };
};
