import { createHash } from 'node:crypto';
import { plan } from '../domain/allocation/index.ts';
import { berthMeasure } from '../domain/allocation/score/berth.ts';
import { fgdMeasure } from '../domain/allocation/score/fgd.ts';
import { type Course, courseOf } from './openb-course.ts';
import { openbPolicy, openbPool, planAll, planEach, submitPods } from './openb-kernel.ts';
import { playThrough } from './openb-loop.ts';
import {
  grown,
  type OpenbStream,
  openbStream,
  type OpenbWorkload,
  type Published,
  published,
  seeds,
  workloads,
} from './openb-stream.ts';
import { timed } from './pool.ts';
import { decidedRow, figureOf, type Measured, repeatsOf, type Row } from './row.ts';
import { hasTraces } from './traces.ts';

type Strategy = 'fgd' | 'berth';

/** Where only that it can be measured counts, two seeds of two workloads do. */
const isShort = repeatsOf(10) === 1;
const playedWorkloads: readonly OpenbWorkload[] = isShort ? ['default', 'gpuspec33'] : workloads;
const playedSeeds = isShort ? seeds.slice(0, 2) : seeds;
const repeats = repeatsOf(5);

/** The levels at which results are published; the last one is what counts. @unit per cent of all cards */
const levels = [80, 85, 90, 95, 100, 110, 120, 130] as const;

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** What the kernel makes of a workload, by seed. */
interface Results {
  readonly workload: OpenbWorkload;
  readonly fgd: readonly Course[];
  readonly berth: readonly Course[];
  /** `berth` that knows only the pods that came so far. */
  readonly learning: readonly Course[];
  /** Whether the kernel decided for all pods as the scores alone do. */
  readonly isAsAlone: boolean;
}

const measures = { fgd: fgdMeasure, berth: berthMeasure } as const;

/** One plan for each pod. */
const planned = (stream: OpenbStream, strategy: Strategy, typical = stream.typical): Course =>
  courseOf(stream, planEach(openbPool(stream), stream, openbPolicy(stream, strategy, typical)));

const alone = (stream: OpenbStream, strategy: Strategy): Course =>
  courseOf(stream, playThrough(stream, measures[strategy](stream.typical)));

const resultsOf = async (workload: OpenbWorkload): Promise<Results> => {
  const fgd: Course[] = [];
  const berth: Course[] = [];
  const learning: Course[] = [];
  let isAsAlone = true;
  for (const seed of playedSeeds) {
    const stream = await openbStream(workload, seed);
    const [theirs, ours] = [planned(stream, 'fgd'), planned(stream, 'berth')];
    isAsAlone &&= theirs.digest === alone(stream, 'fgd').digest;
    isAsAlone &&= ours.digest === alone(stream, 'berth').digest;
    fgd.push(theirs);
    berth.push(ours);
    learning.push(planned(stream, 'berth', []));
  }
  return { workload, fgd, berth, learning, isAsAlone };
};

const meanAt = (courses: readonly Course[], level: number): number =>
  meanOf(courses.map(({ allocatedAt }) => allocatedAt[level] ?? 0));

const digestOf = (courses: readonly Course[]): string =>
  createHash('sha256')
    .update(courses.map(({ digest }) => digest).join())
    .digest('hex')
    .slice(0, 16);

const publishedFor = (all: readonly Published[], workload: string, metric: string) =>
  all.find((one) => one.workload === workload && one.policy === '06-FGD' && one.metric === metric);

const allocated = 'alloc_ratio_pct';
const lost = 'frag_amount_pct_of_all_gpus';

interface Quality {
  readonly name: string;
  readonly courses: readonly Course[];
  readonly target: string;
  readonly reference: string;
  readonly note: string;
}

const qualityRow = ({ courses, ...named }: Quality): Row => {
  const runs = courses.map(({ allocatedAt }) => allocatedAt[130] ?? 0);
  const digest = digestOf(courses);
  return { table: 'openb', unit: '%', ...named, runs, value: meanOf(runs), digest };
};

/** At least what `fgd` reaches, here and as published, and on the usual workload what scheduling.md asks for. */
const boundFor = (results: Results, theirs: number): number =>
  Math.max(meanAt(results.fgd, 130), theirs, results.workload === 'default' ? 95.7 : 0);

const qualityRows = (results: Results, all: readonly Published[]): readonly Row[] => {
  const { workload, fgd, berth, learning } = results;
  const theirs = publishedFor(all, workload, allocated)?.meanAt.get(130) ?? 0;
  const off = (meanAt(fgd, 130) - theirs).toFixed(2);
  const reference = `FGD ${theirs}`;
  const note = `mean of ${fgd.length} seeds`;
  const target = `≥ ${Math.floor(boundFor(results, theirs) * 100) / 100}`;
  const same = results.isAsAlone
    ? 'each plan as the scores alone decide'
    : '**not as the scores alone**';
  return [
    { name: `${workload}: fgd`, courses: fgd, target: '', note: `${note}; off by ${off}; ${same}` },
    { name: `${workload}: berth`, courses: berth, target, note },
    { name: `${workload}: berth, usual pods learnt on the way`, courses: learning, target, note },
  ].map((one) => qualityRow({ ...one, reference }));
};

/** The largest distance of our mean from the published one, over workloads and levels. */
const farthest = (
  all: readonly Results[],
  theirs: readonly Published[],
  by: { readonly metric: string; readonly levels: readonly number[] },
): number => {
  const figure = ({ allocatedAt, fragmentsAt }: Course) =>
    by.metric === allocated ? allocatedAt : fragmentsAt;
  const distances = all.flatMap(({ workload, fgd }) =>
    by.levels.map((level) => {
      const ours = meanOf(fgd.map((course) => figure(course)[level] ?? 0));
      return Math.abs(ours - (publishedFor(theirs, workload, by.metric)?.meanAt.get(level) ?? 0));
    }),
  );
  return Math.max(...distances);
};

const distanceRows = (all: readonly Results[], theirs: readonly Published[]): readonly Row[] =>
  [
    { name: 'allocated at 130 %', metric: allocated, levels: [130] },
    { name: 'allocated at 80 % to 130 %', metric: allocated, levels },
    { name: 'fragments at 80 % to 130 %', metric: lost, levels },
  ].map(({ name, ...by }) => {
    const value = farthest(all, theirs, by);
    return {
      table: 'openb',
      name: `fgd, farthest from a published mean: ${name}`,
      value,
      unit: 'points',
      runs: [value],
      target: '≤ 0.3',
      reference: '',
      note: `${all.length} workloads, ${playedSeeds.length} seeds of our own`,
    };
  });

/** How fast something places the pods of a stream, its set-up left out. @unit pods/s */
const speedOf = (stream: OpenbStream, strategy: Strategy, way: Way): Measured => {
  const pool = openbPool(stream);
  const policy = openbPolicy(stream, strategy);
  if (way === 'one plan') submitPods(pool, stream, { from: 0, to: stream.pods.length });
  // The first plan of a pool finds its nodes and its queue new.
  else plan(pool, policy);
  const measure = measures[strategy](stream.typical);
  const { made, ms } = timed(() => {
    if (way === 'scores alone') return playThrough(stream, measure);
    return (way === 'one plan' ? planAll : planEach)(pool, stream, policy);
  });
  const { digest } = courseOf(stream, made);
  return { value: (stream.pods.length * 1000) / ms, digest };
};

type Way = 'one plan' | 'a plan for each pod' | 'scores alone';

const speedRow = (
  stream: OpenbStream,
  { strategy, way, factor }: { strategy: Strategy; way: Way; factor: number },
): Row => {
  const isAim = strategy === 'fgd' && way === 'one plan' && factor === 1;
  const aims = { default: '≥ 100,000', gpuspec33: '≥ 40,000' };
  const { workload } = stream;
  const target =
    isAim && (workload === 'default' || workload === 'gpuspec33') ? aims[workload] : '';
  return decidedRow(
    {
      table: 'openb',
      name: `${workload}, ${strategy}: ${way}`,
      unit: 'pods/s',
      target,
      reference: isAim ? 'published simulator 3–12' : '',
      note: `growth ${factor}×; ${stream.nodes.length} nodes, ${figureOf(stream.pods.length)} pods of ${stream.kinds.length} kinds`,
    },
    Array.from({ length: repeats }, () => speedOf(stream, strategy, way)),
  );
};

const speedRows = async (): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  const usual = await openbStream('default', 42);
  // The first plans of a process pay for compiling: they are not what is measured.
  for (const way of ['scores alone', 'one plan', 'a plan for each pod'] as const)
    for (const strategy of ['fgd', 'berth'] as const) speedOf(usual, strategy, way);
  for (const factor of isShort ? [1] : [1, 2, 4, 8]) {
    const stream = grown(usual, factor);
    for (const strategy of ['fgd', 'berth'] as const)
      for (const way of ['one plan', 'a plan for each pod'] as const)
        rows.push(speedRow(stream, { strategy, way, factor }));
  }
  const picky = await openbStream('gpuspec33', 42);
  for (const strategy of ['fgd', 'berth'] as const) {
    rows.push(speedRow(picky, { strategy, way: 'one plan', factor: 1 }));
    rows.push(speedRow(picky, { strategy, way: 'a plan for each pod', factor: 1 }));
    rows.push(speedRow(usual, { strategy, way: 'scores alone', factor: 1 }));
    rows.push(speedRow(picky, { strategy, way: 'scores alone', factor: 1 }));
  }
  return rows;
};

/**
 * The paper's workloads through the kernel: how much is allocated in the end, beside what is published, and how fast.
 *
 * @source Weng et al., ATC 2023
 */
export const rows = async (): Promise<readonly Row[]> => {
  if (!hasTraces())
    throw new Error('the public traces are missing: set BERTH_DATA to their folder');
  const theirs = await published();
  const speed = await speedRows();
  const all: Results[] = [];
  for (const workload of playedWorkloads) all.push(await resultsOf(workload));
  const quality = all.flatMap((results) => qualityRows(results, theirs));
  return [...distanceRows(all, theirs), ...quality, ...speed];
};
