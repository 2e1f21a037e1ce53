import type { InputFault } from '../../../adapters/ports/scenario.ts';
import type { Either } from '../../../domain/foundation/fp.ts';
import { invariant } from '../../../domain/foundation/invariant.ts';
import type { Effective } from './effective.ts';
import { type Objection, refused } from './refusal.ts';

/** Refuses a setting, and says who set it. */
export const refusedAs = (
  effective: Effective,
  key: string,
  objection: Objection,
): Either<InputFault, never> =>
  refused(effective.get(key)?.source ?? { _tag: 'Default' }, key, objection);

/** A text that may be left out. */
export const optionalIn = (effective: Effective, key: string): string | undefined => {
  const value = effective.get(key)?.value;
  return typeof value === 'string' ? value : undefined;
};

/** A text that has a default. */
export const textOf = (effective: Effective, key: string): string => {
  const value = effective.get(key)?.value;
  invariant(typeof value === 'string', () => `${key} is no text`);
  return value;
};

/** A whole number. */
export const wholeOf = (effective: Effective, key: string): number => {
  const value = effective.get(key)?.value;
  invariant(typeof value === 'number', () => `${key} is no number`);
  return value;
};
