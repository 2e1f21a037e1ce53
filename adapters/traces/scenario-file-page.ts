import { refuse } from './refusal.ts';

/** A JSON document that is being read: its name, and its text for finding lines in. @shape `text` is valid JSON */
export interface Page {
  readonly file: string;
  readonly text: string;
  /** The line of what a pointer names, where the text was written in another way than it is read here. */
  readonly lineAt?: (pointer: string) => number;
}

/** What is wrong at a place, and what to do about it. */
export interface Objection {
  readonly problem: string;
  readonly remedy: string;
}

/**
 * Refuses a document for what stands (or is missing) at a JSON pointer.
 *
 * @throws InputRefusal always
 */
export const refuseAt = (page: Page, pointer: string, objection: Objection): never => {
  const line = lineAt(page, pointer);
  const field = pointer === '' ? {} : { field: shownPointer(pointer) };
  return refuse({ file: page.file, line, ...field, ...objection });
};

/** The line of what a JSON pointer names, in the file as somebody wrote it. */
export const lineAt = (page: Page, pointer: string): number =>
  page.lineAt?.(pointer) ?? lineOf(page.text, pointer);

/** A step of a JSON pointer for a key that may hold anything. @source RFC 6901 §3 */
export const stepOf = (key: string): string =>
  `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

const keyOf = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

/** Keys come from outside: long ones are cut, and none moves the cursor of a terminal. */
const shownPointer = (pointer: string): string =>
  pointer
    .split('/')
    .map((step) => (step.length > 64 ? `${step.slice(0, 64)}…` : step))
    .join('/')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (sign) => JSON.stringify(sign).slice(1, -1));

/**
 * The line of what a JSON pointer names; where it leads nowhere, of the last thing on its way that is there.
 *
 * @shape 1 is the first
 * @cost O(text); called once, for the fault that ends the reading
 */
export const lineOf = (text: string, pointer: string): number => {
  let at = skipSpace(text, 0);
  for (const step of pointer.split('/').slice(1)) {
    const found = text[at] === '{' ? memberAt(text, at, keyOf(step)) : itemAt(text, at, step);
    if (found === undefined) break;
    at = found;
  }
  return text.slice(0, at).split('\n').length;
};

const memberAt = (text: string, start: number, key: string): number | undefined => {
  let at = skipSpace(text, start + 1);
  while (text[at] === '"') {
    const end = endOfString(text, at);
    const value = skipSpace(text, skipSpace(text, end) + 1);
    if (JSON.parse(text.slice(at, end)) === key) return value;
    at = nextAfter(text, value);
  }
  return undefined;
};

const itemAt = (text: string, start: number, step: string): number | undefined => {
  if (text[start] !== '[') return undefined;
  let at = skipSpace(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== ']'; index += 1) {
    if (String(index) === step) return at;
    at = nextAfter(text, at);
  }
  return undefined;
};

/** Where the member after this value begins, or the bracket that closes them. */
const nextAfter = (text: string, value: number): number => {
  const end = skipSpace(text, endOfValue(text, value));
  return text[end] === ',' ? skipSpace(text, end + 1) : end;
};

const endOfValue = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (sign === '"') at = endOfString(text, at) - 1;
    else if (sign === '{' || sign === '[') depth += 1;
    else if ((sign === '}' || sign === ']') && depth > 0) depth -= 1;
    else if (depth === 0 && ',]} \t\r\n'.includes(sign)) return at;
    if (depth === 0 && '"}]'.includes(text[at] ?? '')) return at + 1;
  }
  return text.length;
};

const endOfString = (text: string, start: number): number => {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
};

const skipSpace = (text: string, start: number): number => {
  let at = start;
  while (' \t\r\n'.includes(text[at] ?? '.')) at += 1;
  return at;
};
