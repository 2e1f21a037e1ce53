import { createHash, randomUUID } from 'node:crypto';
import type { LiveBrain } from '../ports/live-brain.ts';
import { callerOf, type Sent } from './caller.ts';
import { Problem, shown } from './problem-document.ts';

/** A request that may be sent again. */
export interface Repeatable extends Sent {
  readonly url: string;
  readonly body: unknown;
}

/** Most keys that are remembered; the oldest are let go first. */
const keysMax = 100_000;

/** For each brain what was asked under each key: a key that comes with something else is a mistake of its sender. */
const keysOf = new WeakMap<LiveBrain, Map<string, string>>();

/** The stem of a request's command ids, so that none of its asks is made another. */
const stems = new WeakMap<object, { readonly stem: string; asks: number }>();

/**
 * The id of the next command that a request leads to: of its key, its sender and what it says, else a random one.
 *
 * The same request sent again names the same commands in the same order, and the ledger answers each with its facts.
 */
export const commandIdOf = (brain: LiveBrain, request: Repeatable): string => {
  const known = stems.get(request);
  const one = known ?? { stem: stemOf(brain, request), asks: 0 };
  if (known === undefined) stems.set(request, one);
  one.asks += 1;
  return one.asks === 1 ? one.stem : `${one.stem}.${one.asks}`;
};

/** An id for what a request makes: the same again for the same key and body, so that a retry makes nothing new. */
export const freshIdOf = (request: Repeatable): string => {
  const key = keyOf(request);
  if (key === undefined) return randomUUID();
  const hex = hashOf(['id', callerOf(request).actor, key, fingerprintOf(request)], 32);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-');
};

const stemOf = (brain: LiveBrain, request: Repeatable): string => {
  const key = keyOf(request);
  if (key === undefined) return `http:${randomUUID()}`;
  const named = hashOf([callerOf(request).actor, key], 24);
  const said = fingerprintOf(request);
  remember(brain, { named, said, key });
  return `http:${named}.${said}`;
};

const fingerprintOf = ({ method, url, body }: Repeatable): string =>
  hashOf([method, url.split('?')[0] ?? '', JSON.stringify(body) ?? ''], 24);

const hashOf = (parts: readonly string[], digits: number): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest('hex').slice(0, digits);
};

const keyOf = ({ headers }: Sent): string | undefined => {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Problem({
    slug: 'idempotency-key',
    status: 400,
    title: 'An Idempotency-Key that is none',
    detail: 'An Idempotency-Key is 1 to 255 printable ASCII characters without spaces.',
    errors: [
      {
        pointer: '/idempotency-key',
        in: 'header',
        value: shown(key),
        problem: 'is not 1 to 255 printable ASCII characters',
        remedy: 'send a UUID of your own for each thing that you mean to do',
      },
    ],
  });
};

const remember = (
  brain: LiveBrain,
  { named, said, key }: { readonly named: string; readonly said: string; readonly key: string },
): void => {
  const keys = keysOf.get(brain) ?? new Map<string, string>();
  keysOf.set(brain, keys);
  const before = keys.get(named);
  if (before === said) return;
  if (before !== undefined) throw usedBefore(key);
  keys.set(named, said);
  if (keys.size <= keysMax) return;
  for (const oldest of keys.keys()) {
    keys.delete(oldest);
    return;
  }
};

const usedBefore = (key: string): Problem =>
  new Problem({
    slug: 'idempotency-key-reused',
    status: 422,
    title: 'The Idempotency-Key stands for something else',
    detail: 'This key came before with another method, path or body.',
    errors: [
      {
        pointer: '/idempotency-key',
        in: 'header',
        value: shown(key),
        problem: 'came before with another method, path or body',
        remedy: 'send a new key for a new intent, and the same body with the same key',
      },
    ],
  });
