import { isMap, isScalar, type YAMLMap } from 'yaml';
import { closestTo } from '../../../domain/foundation/closest.ts';
import { type DestinationRefused, refused } from './refused.ts';

/** A file of contexts that cannot be taken, with what is wrong. */
export class ContextRefusal extends Error {
  readonly refusal: DestinationRefused;
  constructor(refusal: DestinationRefused) {
    super(refusal.problem);
    this.refusal = refusal;
  }
}

/** A place of the file in words. */
export type At = (offset: number) => string;

/** Refuses what stands at a place. @throws ContextRefusal always */
export const fail = (place: string, problem: string, remedy: string): never => {
  throw new ContextRefusal(refused(place, problem, remedy));
};

/** What can name a context, in words. */
export const nameRemedy = 'use letters, digits, ".", "_" and "-", at most 63';

/** A member of the file. */
export interface Field {
  readonly value: unknown;
  /** Where its key begins. */
  readonly from: number;
}

/** The members of an object; with `known`, no others may be there. @throws ContextRefusal */
export const fieldsOf = (
  node: unknown,
  at: At,
  known?: readonly string[],
): ReadonlyMap<string, Field> => {
  if (!isMap(node))
    return fail(at(startOf(node)), 'here must be keys and values', 'see docs/CLI.md');
  return new Map(node.items.map((pair) => [keyOf(pair, at, known), fieldOf(pair)]));
};

type Pair = YAMLMap['items'][number];

const startOf = (node: unknown): number =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
    ? Number(node.range[0])
    : 0;

const fieldOf = ({ key, value }: Pair): Field => ({ value, from: startOf(key) });

const keyOf = ({ key }: Pair, at: At, known?: readonly string[]): string => {
  const name = isScalar(key) ? String(key.value) : '';
  if (known === undefined || known.includes(name)) return name;
  const close = closestTo(name, known);
  const remedy = close.length === 0 ? `known are ${known.join(', ')}` : `did you mean ${close[0]}?`;
  return fail(at(startOf(key)), `nobody knows the key '${name}'`, remedy);
};

/** A member that must be a text. @throws ContextRefusal */
export const textOf = ({ value, from }: Field, at: At): string =>
  isScalar(value) && typeof value.value === 'string' && value.value !== ''
    ? value.value
    : fail(at(from), 'here must be a text', 'write one, in quotes where it looks like a number');
