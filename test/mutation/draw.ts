import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { keyOf, type Mutant, roomOf, type Spot } from './survivors.ts';

/** What the mutation tester means to do with one mutant. */
export interface Planned {
  readonly mutant: Mutant & { readonly fileName: string };
}

/**
 * Which mutants to try, and with which specs.
 *
 * @shape `sample` 0: all; `again` names those that are to be tried again; `quickMs` absent: specs that take however long
 * @unit `quickMs` ms of processor time
 */
export interface Draw {
  readonly sample: number;
  readonly seed: string;
  readonly again?: readonly string[];
  readonly quickMs?: number;
}

const folder = (): string => process.env['BERTH_MUTATION'] ?? '.mutation';

/** Keeps something for the other processes of this run. */
export const keep = (name: string, value: unknown): void =>
  writeFileSync(join(folder(), `${name}.json`), JSON.stringify(value));

/** What was kept, if anything was. */
export const kept = <Value>(name: string): Value | undefined => {
  const path = join(folder(), `${name}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
};

const lotOf = (seed: string, key: string): string =>
  createHash('sha256').update(`${seed} ${key}`).digest('hex');

/**
 * Draws mutants so that each has the same chance and every room its part: in the order of rooms, and by lot within
 * one, every so-manieth is taken.
 */
export const drawn = (keys: readonly string[], { sample, seed }: Draw): readonly string[] => {
  if (sample === 0 || sample >= keys.length) return keys;
  const lots = keys.map((key) => ({ key, room: roomOf(key), lot: lotOf(seed, key) }));
  const inOrder = lots.toSorted((a, b) =>
    a.room === b.room ? (a.lot < b.lot ? -1 : 1) : a.room < b.room ? -1 : 1,
  );
  const first = parseInt(lotOf(seed, '').slice(0, 8), 16) / 2 ** 32;
  const taken = (at: number): number => Math.floor((at * sample) / keys.length + first);
  return inOrder.filter((_, at) => taken(at + 1) > taken(at)).map(({ key }) => key);
};

/** Lines and columns of a plan count from 0, those of the report from 1. */
const reported = ({ line, column }: Spot): Spot => ({ line: line + 1, column: column + 1 });

/** The mutants that could be tried, by the keys under which the report will name them. */
export const idsByKey = (plans: readonly Planned[]): ReadonlyMap<string, string> => {
  const ids = new Map<string, string>();
  for (const { mutant } of plans) {
    if (mutant.status === 'Ignored') continue;
    const { start, end } = mutant.location;
    const location = { start: reported(start), end: reported(end) };
    ids.set(keyOf(relative('.', mutant.fileName), { ...mutant, location }), mutant.id);
  }
  return ids;
};

/** Draws of the mutants that are planned, and keeps which; all others are not tried. */
export const drawAndKeep = (plans: readonly Planned[]): void => {
  const ids = idsByKey(plans);
  const draw = kept<Draw>('draw');
  const again = draw?.again;
  const keys = again === undefined ? [...ids.keys()] : again.filter((key) => ids.has(key));
  if (again !== undefined)
    process.stdout.write(`${keys.length} of ${again.length} that were missed are there still\n`);
  const taken = draw === undefined ? keys : drawn(keys, draw);
  keep(
    'drawn',
    taken.map((key) => ids.get(key)),
  );
};

let ids: ReadonlySet<string> | undefined;

/** Whether a mutant is to be tried. */
export const isDrawn = (id: string): boolean => {
  ids ??= new Set(kept<readonly string[]>('drawn'));
  return ids.has(id);
};
