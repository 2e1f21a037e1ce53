import type { Decided } from './philly-kernel.ts';
import type { Level } from './philly-levels.ts';
import { seconds } from './philly-plain.ts';
import type { Sharer } from './philly-sharers.ts';
import type { PhillyJob, Tenant } from './philly-trace.ts';
import { decidedRow, repeatsOf, type Row } from './row.ts';

/** How often the kernel plays a level. */
export const repeats = repeatsOf(2);

/** How many of the jobs are played: where only that it can be measured counts, a slice does. */
export const jobsMax = repeats === 1 ? 4_000 : Infinity;

/** A level with its tenants and jobs. */
export interface Played {
  readonly level: Level;
  readonly tenants: readonly Tenant[];
  readonly jobs: readonly PhillyJob[];
}

/** A target; targets are for the whole trace. */
export const atMost = (most: number): string =>
  jobsMax === Infinity ? `≤ ${Math.round(most).toLocaleString('en-US')}` : '';

/** One figure of a level. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly of: (run: Decided) => number;
  readonly target?: string;
  readonly reference?: string;
  readonly note?: string;
}

/** A figure as a row, from runs that decide alike. */
export const row = (played: Played, figure: Figure, runs: readonly Decided[]): Row => {
  const { name, unit, of, target = '', reference = '', note = '' } = figure;
  const measured = runs.map((run) => ({ value: of(run), digest: run.digest }));
  const full = `${played.level.name}: ${name}`;
  return decidedRow({ table: 'philly', name: full, unit, target, reference, note }, measured);
};

/** What a tenant waits with the others beside it, against alone. */
export const sharerRow = (played: Played, one: Sharer, run: Decided): Row => {
  const { tenant, shared, alone, withLarge, large } = one;
  const p99 = `p99 ${seconds(shared.p99S)} s, alone ${seconds(alone.p99S)} s`;
  const more =
    large === 0
      ? ''
      : `; ${large} jobs too large for it alone: ${seconds(withLarge.meanS)} s with them`;
  return row(
    played,
    {
      name: `virtual cluster ${tenant.id}, ${tenant.nodes} nodes: mean queue time`,
      unit: 's',
      of: () => shared.meanS,
      target: atMost(alone.meanS),
      reference: `alone by the same rules ${seconds(alone.meanS)} s`,
      note: `${p99}${more}`,
    },
    [run],
  );
};
