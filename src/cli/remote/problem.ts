import type { Finding, RemoteFault } from './faults.ts';

/** What a server says of a request that it did not take (RFC 9457), as far as it can be read. */
export const refusalOf = (
  address: string,
  status: number,
  text: string,
): Extract<RemoteFault, { readonly _tag: 'ServerRefused' }> => {
  const body = parsed(text);
  const title = textAt(body, 'title') ?? `the server answered ${status}`;
  const findings = listAt(body, 'errors').map(findingOf);
  return {
    _tag: 'ServerRefused',
    address,
    status,
    slug: textAt(body, 'type')?.split('/').at(-1),
    title,
    detail: textAt(body, 'detail'),
    findings,
  };
};

const findingOf = (error: unknown): Finding => {
  const value = memberOf(error, 'value');
  return {
    pointer: textAt(error, 'pointer') ?? '',
    value: value === undefined ? undefined : shortJson(value),
    problem: textAt(error, 'problem') ?? textAt(error, 'detail') ?? 'is not as it should be',
    remedy: textAt(error, 'remedy'),
  };
};

/** Most characters of a value that a message shows. */
const shownMax = 80;

const shortJson = (value: unknown): string => {
  const json = JSON.stringify(value);
  return json.length <= shownMax ? json : `${json.slice(0, shownMax)}…`;
};

/** A JSON text as a value; `undefined` where it is none. */
export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A member of an object that came from outside; `undefined` where it is not there. */
export const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Object.getOwnPropertyDescriptor(value, key)?.value
    : undefined;

/** A member that is a text and not empty. */
export const textAt = (value: unknown, key: string): string | undefined => {
  const member = memberOf(value, key);
  return typeof member === 'string' && member !== '' ? member : undefined;
};

/** A member that is a list; an empty one where it is none. */
export const listAt = (value: unknown, key: string): readonly unknown[] => {
  const member = memberOf(value, key);
  return Array.isArray(member) ? member : [];
};
