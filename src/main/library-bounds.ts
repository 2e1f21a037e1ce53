import type { LiveBounds } from './live-brain.ts';

/**
 * Bounds as another program gave them, without those that it left undefined.
 *
 * @throws RangeError
 */
export const boundsOf = (given: Partial<LiveBounds> = {}): Partial<LiveBounds> => {
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of said) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new RangeError(`bounds.${name} is no whole number of at least 1: ${String(value)}`);
  }
  return Object.fromEntries(said);
};
