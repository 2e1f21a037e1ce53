import { compareIds } from '../../../domain/foundation/ids.ts';
import type { Comparison, Condition } from './json-path-shape.ts';
import type { Plain } from './plain.ts';

/** Whether what a filter's path has found is as it is wanted; what is not there differs from everything. */
export const isMet = (found: readonly Plain[], { comparison, wanted }: Condition): boolean => {
  if (comparison === 'is') return found.some((value) => value !== null && value !== false);
  const [value = null] = found;
  if (comparison === '==') return value === wanted;
  if (comparison === '!=') return value !== wanted;
  const order = orderOf(value, wanted);
  return order !== undefined && isInOrder(comparison, order);
};

/** Numbers by their size, texts by their letters; nothing where one is neither, or they are not alike. */
const orderOf = (value: Plain, wanted: Condition['wanted']): number | undefined => {
  if (typeof value === 'number' && typeof wanted === 'number') return value - wanted;
  if (typeof value === 'string' && typeof wanted === 'string') return compareIds(value, wanted);
  return undefined;
};

const isInOrder = (comparison: Exclude<Comparison, 'is' | '==' | '!='>, order: number): boolean => {
  switch (comparison) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
};
