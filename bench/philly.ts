import { defaultPolicy, type Policy } from '../domain/allocation/index.ts';
import { type Decided, playKernel } from './philly-kernel.ts';
import { type Level, levels } from './philly-levels.ts';
import { plainRows, seconds } from './philly-plain.ts';
import {
  atMost,
  type Figure,
  jobsMax,
  type Played,
  repeats,
  row,
  sharerRow,
} from './philly-rows.ts';
import { allOf, isWorse, sharerOf } from './philly-sharers.ts';
import { readJobs, readTenants } from './philly-trace.ts';
import type { Row } from './row.ts';

/** Whoever borrows may count on two hours before its cards are taken back; all else is as usual. */
const lending: Policy = {
  ...defaultPolicy,
  version: 'lending',
  minRun: { ...defaultPolicy.minRun, reclaimMs: 2 * 3_600_000 },
};

/** What the kernel made of a level: under the rules for lending, and under those of whoever chose none. */
interface Outcome {
  readonly first: Decided;
  readonly usual: Decided;
  readonly worse: readonly string[];
}

const plainly = (figure: string): string => `plain reclaim ${figure}`;

/** What people feel. */
const queueFigures = ({ level }: Played, { usual }: Outcome): readonly Figure[] => {
  const { reclaiming, partitions, meanMaxS, p99MaxS } = level;
  const { meanS, p99S } = allOf(usual);
  return [
    {
      name: 'mean queue time',
      unit: 's',
      of: (run) => allOf(run).meanS,
      target: atMost(meanMaxS),
      reference: `${plainly(reclaiming.mean)}; partitions with an oracle ${partitions.shortest.mean}`,
      note: `no durations known; default policy ${seconds(meanS)} s`,
    },
    {
      name: '99th percentile of queue time',
      unit: 's',
      of: (run) => allOf(run).p99S,
      target: atMost(p99MaxS),
      reference: plainly(reclaiming.p99),
      note: `default policy ${seconds(p99S)} s`,
    },
  ];
};

const worseOff = ({ level }: Played, { worse }: Outcome): Figure => ({
  name: 'virtual clusters worse off than alone',
  unit: '',
  of: () => worse.length,
  target: atMost(0),
  reference: plainly(level.reclaiming.worseOff),
  note: worse.join(', '),
});

/** What that costs. */
const costFigures = ({ level, jobs }: Played, { first, usual }: Outcome): readonly Figure[] => [
  {
    name: 'evictions',
    unit: '',
    of: ({ evictions }) => evictions,
    reference: plainly(level.reclaiming.evictions),
    note: `${first.moves} of them move at once; at most ${first.stopsMax} of one job; default policy ${usual.evictions}`,
  },
  {
    name: 'work done again',
    unit: 'GPU-h',
    of: ({ redoneGpuMs }) => redoneGpuMs / 3_600_000,
    reference: plainly(level.reclaiming.redoneGpuH),
    note: '7, 30 or 60 s a restart; the whole trace has 690,860 GPU-h',
  },
  {
    name: `CPU time of ${jobs.length} jobs`,
    unit: 's',
    of: ({ cpuMs }) => cpuMs / 1000,
    target: atMost(level.cpuMaxS),
    reference: 'a greedy without state 1–4 s',
    note: `${first.plans} plans; default policy ${(usual.cpuMs / 1000).toFixed(1)} s`,
  },
];

const ourRows = (played: Played): readonly Row[] => {
  const { tenants, jobs } = played;
  const usual = playKernel(tenants, jobs, defaultPolicy);
  const first = playKernel(tenants, jobs, lending);
  const others = Array.from({ length: repeats - 1 }, () => playKernel(tenants, jobs, lending));
  const sharers = tenants.map((one) => sharerOf(one, jobs, { run: first, policy: lending }));
  const worse = sharers.filter(isWorse).map(({ tenant }) => tenant.id);
  const outcome = { first, usual, worse };
  const figures = [
    ...queueFigures(played, outcome),
    worseOff(played, outcome),
    ...costFigures(played, outcome),
  ];
  return [
    ...figures.map((figure) => row(played, figure, [first, ...others])),
    ...sharers.map((one) => sharerRow(played, one, first)),
  ];
};

const nameOf = ({ name }: Level): string =>
  jobsMax === Infinity ? name : `${name}, first ${jobsMax} jobs`;

/** Microsoft's Philly jobs with quotas at both contended levels, beside plain schedulers on the same set-up. */
export const rows = (): Promise<readonly Row[]> => {
  const jobs = readJobs().slice(0, jobsMax);
  const made = levels.flatMap((whole) => {
    const level = {
      ...whole,
      name: nameOf(whole),
    };
    const tenants = readTenants(level.factor);
    return [...ourRows({ level, tenants, jobs }), ...plainRows({ level, tenants, jobs })];
  });
  return Promise.resolve(made);
};
