import { randomInt } from 'node:crypto';

const letters = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Some letters that nobody else will draw. */
export const drawnLetters = (count: number): string =>
  Array.from({ length: count }, () => letters[randomInt(letters.length)]).join('');

/** An id that shows the name: ids are never used twice, names are. */
export const workloadIdFor = (name: string): string => {
  const stem = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 200);
  return `${stem === '' ? 'workload' : stem}-${drawnLetters(6)}`;
};
