import { defaultPolicy, type Policy } from '../domain/allocation/index.ts';
import { digestOf } from './decisions.ts';
import { type Loaded, quotaPool, rackedPool, times } from './kueue-pool.ts';
import { type KueueScenario, peers } from './peer-scenarios.ts';
import { decidedRow, repeatsOf, type Row } from './row.ts';
import { type Played, playThrough } from './virtual-time.ts';

const repeats = repeatsOf(3);

/** What Kueue itself reached, by its own recorder. @unit s @source kubernetes-sigs/kueue at ff69552 */
const theirs = {
  baseline: { wall: '351', waits: { large: '16.5', medium: '76.8', small: '215' } },
  'large-scale': { wall: '1,179', waits: { large: '106', medium: '256', small: '700' } },
  tas: { wall: '401', waits: { large: '38–40', medium: '106–107', small: '238–247' } },
} as const;

interface Case {
  readonly name: keyof typeof theirs;
  readonly policy?: Policy;
  readonly says?: string;
  readonly load: (scenario: KueueScenario) => Loaded;
  readonly makespanMaxS?: number;
  readonly cpuMaxS?: number;
}

/** Whoever is outranked for a moment keeps what it has: most of what is evicted at once would have ended soon. */
const patient: Policy = { ...defaultPolicy, version: 'patient', preemptionDelayMs: 500 };
const delayed = ', preemption delayed by 500 ms';

const cases: readonly Case[] = [
  { name: 'baseline', load: quotaPool, makespanMaxS: 70, cpuMaxS: 3 },
  { name: 'baseline', load: quotaPool, policy: patient, says: delayed, makespanMaxS: 70 },
  { name: 'large-scale', load: quotaPool, makespanMaxS: 5, cpuMaxS: 3 },
  { name: 'tas', load: rackedPool },
];

interface Run extends Played {
  readonly boundMs: number;
  readonly jobs: number;
  readonly digest: string;
}

const playedOnce = ({ load, policy }: Case, scenario: KueueScenario): Run => {
  const { snapshot, jobs, boundMs } = load(scenario);
  const played = playThrough(snapshot, jobs, policy);
  return { ...played, boundMs, jobs: jobs.length, digest: digestOf(played.plans) };
};

const target = (most: number | undefined): string => (most === undefined ? '' : `≤ ${most}`);

interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly of: (run: Run) => number;
  readonly target?: string;
  readonly reference?: string;
  readonly note?: string;
}

const row = (figure: Figure, runs: readonly Run[]): Row => {
  const { name, unit, target: aim = '', reference = '', note = '' } = figure;
  const measured = runs.map((run) => ({ value: figure.of(run), digest: run.digest }));
  return decidedRow({ table: 'kueue', name, unit, target: aim, reference, note }, measured);
};

const waitRows = (one: Case, { rangespec }: KueueScenario, runs: readonly Run[]): readonly Row[] =>
  Object.entries(rangespec.wlClassesMaxAvgTimeToAdmissionMs).map(([className, gateMs]) => {
    const size = className.split('-')[0] ?? '';
    const waits = new Map<string, string>(Object.entries(theirs[one.name].waits));
    const name = `${nameOf(one)}: mean wait of ${className}`;
    const of = ({ waitMs }: Run): number => (waitMs.get(className) ?? Infinity) / 1000;
    const reference = `Kueue ${waits.get(size)} s`;
    const note = 'the target is the gate of its own CI';
    return row({ name, unit: 's', of, target: target(gateMs / 1000), reference, note }, runs);
  });

const nameOf = ({ name, says = '' }: Case): string => `${name}${says}`;

const makespanRow = (one: Case, scenario: KueueScenario, runs: readonly Run[]): Row => {
  const { boundMs = 0, jobs = 0, evictions = 0 } = runs[0] ?? {};
  const gateS = scenario.rangespec.cmd.maxWallMs / 1000;
  const bound = (boundMs / 1000).toFixed(1);
  return row(
    {
      name: `${nameOf(one)}: ${jobs} workloads, makespan`,
      unit: 's',
      of: ({ makespanMs }) => makespanMs / 1000,
      target: target(one.makespanMaxS),
      reference: `Kueue ${theirs[one.name].wall} s (its gate ${gateS})`,
      note: `virtual time; no plan can be below ${bound} s; ${evictions} evictions`,
    },
    runs,
  );
};

const cpuRow = (one: Case, runs: readonly Run[]): Row =>
  row(
    {
      name: `${nameOf(one)}: CPU`,
      unit: 's',
      of: ({ cpuMs }) => cpuMs / 1000,
      target: target(one.cpuMaxS),
      reference: `Kueue ${theirs[one.name].wall} s wall`,
      note: `${runs[0]?.plans.length} plans, all threads, garbage included`,
    },
    runs,
  );

const caseRows = (one: Case): readonly Row[] => {
  const scenario = peers.kueue(one.name);
  const runs = Array.from({ length: repeats }, () => playedOnce(one, scenario));
  return [makespanRow(one, scenario, runs), cpuRow(one, runs), ...waitRows(one, scenario, runs)];
};

const growthRows = (): readonly Row[] =>
  [1, 2, 4, 8].map((factor) => {
    const [one] = cases;
    const scenario = times(peers.kueue('baseline'), factor);
    const runs = one === undefined ? [] : [playedOnce(one, scenario)];
    return row(
      {
        name: `baseline with ${factor}× the cohorts: CPU`,
        unit: 's',
        of: ({ cpuMs }) => cpuMs / 1000,
        note: `growth ${factor}×; ${runs[0]?.jobs} workloads`,
      },
      runs,
    );
  });

/** Kueue's own generators, played through the kernel in virtual time. */
export const rows = (): Promise<readonly Row[]> =>
  Promise.resolve([...cases.flatMap(caseRows), ...growthRows()]);
