import { plan } from '../domain/allocation/index.ts';
import { courseOf, measureFor } from './openb-course.ts';
import { openbPolicy, openbPool, planAll, planEach, submitPods } from './openb-kernel.ts';
import { type Played, playThrough } from './openb-loop.ts';
import { grown, type OpenbStream, openbStream } from './openb-stream.ts';
import { timed } from './pool.ts';
import { decidedRow, figureOf, type Measured, repeatsOf, type Row } from './row.ts';

type Way = 'one plan' | 'a plan for each pod' | 'scores alone';

/** How a stream is placed. */
interface Race {
  readonly stream: OpenbStream;
  readonly strategy: 'fgd' | 'berth';
  readonly way: Way;
  readonly factor: number;
}

/** Makes ready what is not measured, and answers what is. */
const startOf = ({ stream, strategy, way }: Race): (() => Played) => {
  if (way === 'scores alone') {
    const measure = measureFor(stream, strategy);
    return () => playThrough(stream, measure);
  }
  const pool = openbPool(stream);
  const policy = openbPolicy(stream, strategy);
  if (way === 'a plan for each pod') return () => planEach(pool, stream, policy);
  // The first plan of a pool finds its nodes and its queue new.
  plan(pool, policy);
  submitPods(pool, stream, { from: 0, to: stream.pods.length });
  return () => planAll(pool, stream, policy);
};

/** @unit pods/s */
const speedOf = (race: Race): Measured => {
  const { made, ms } = timed(startOf(race));
  const { pods } = race.stream;
  return { value: (pods.length * 1000) / ms, digest: courseOf(race.stream, made).digest };
};

/** What scheduling.md asks for, of `fgd` on the trace as it is. */
const aims: ReadonlyMap<string, string> = new Map([
  ['default', '≥ 100,000'],
  ['gpuspec33', '≥ 40,000'],
]);

const repeats = repeatsOf(5);

const rowOf = (race: Race): Row => {
  const { stream, strategy, way, factor } = race;
  const isAim = strategy === 'fgd' && way === 'one plan' && factor === 1;
  const figure = {
    table: 'openb',
    name: `${stream.workload}, ${strategy}: ${way}`,
    unit: 'pods/s',
    target: isAim ? (aims.get(stream.workload) ?? '') : '',
    reference: isAim ? 'published simulator 3–12' : '',
    note: `growth ${factor}×; ${stream.nodes.length} nodes, ${figureOf(stream.pods.length)} pods of ${stream.kinds.length} kinds`,
  };
  return decidedRow(
    figure,
    Array.from({ length: repeats }, () => speedOf(race)),
  );
};

const strategies = ['fgd', 'berth'] as const;
const ways: readonly Way[] = ['one plan', 'a plan for each pod', 'scores alone'];

const racesOf = (stream: OpenbStream, factors: readonly number[]): readonly Race[] =>
  factors.flatMap((factor) => {
    const larger = grown(stream, factor);
    return strategies.flatMap((strategy) =>
      ways.map((way) => ({ stream: larger, strategy, way, factor })),
    );
  });

/** How many pods a second find their places; set-up is left out. */
export const measuredSpeed = async (factors: readonly number[]): Promise<readonly Row[]> => {
  const usual = await openbStream('default', 42);
  const picky = await openbStream('gpuspec33', 42);
  // The first plans of a process pay for compiling: they are not what is measured.
  for (const race of racesOf(usual, [1, 1])) startOf(race)();
  return [...racesOf(usual, factors), ...racesOf(picky, [1])].map(rowOf);
};
