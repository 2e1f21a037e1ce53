import { expect } from 'vitest';
import fc from 'fast-check';
import { type Verdict, verdictShape } from '../../../domain/foundation/verdict.ts';
import { rarePlights } from '../../arbitraries/kernel/plights.ts';
import { hostileWorlds, type World } from '../../arbitraries/kernel/worlds.ts';
import { wrongVerdict } from '../../oracles/judge-verdicts.ts';
import { isForNeighbours, type Plight, type Remedy } from '../../oracles/plight.ts';
import { remediesFor } from '../../oracles/remedies.ts';
import { known } from './known.ts';
import { promptly } from './promptly.ts';
import { isQuiet } from './quiet.ts';
import { runs } from './runs.ts';
import { begin, look, lookAnew, type Tale, take } from './world.ts';

type Tag = Verdict['_tag'];

/** Every verdict that there is. */
export const allTags: readonly Tag[] = verdictShape.anyOf.map(
  ({ properties }) => properties._tag.const,
);

/** How often each verdict was told, and how many counterfactuals were looked at. */
export interface Truths {
  readonly told: Map<Tag, number>;
  counterfactuals: number;
  /** How often it was other pods that were in the way. */
  parted: number;
}

/** What a verdict names as in the way, apart from the figures that a remedy changes. */
const nameOf = (verdict: Verdict | undefined, { isShort }: Remedy): unknown => {
  if (verdict === undefined) return 'none';
  const { _tag } = verdict;
  const held =
    'allocated' in verdict
      ? verdict.allocated
      : 'allocatedNonPreemptible' in verdict
        ? verdict.allocatedNonPreemptible
        : 0;
  const parts = [
    'queueId' in verdict ? verdict.queueId : '',
    'resource' in verdict ? verdict.resource : '',
    'holderId' in verdict ? verdict.holderId : '',
    'name' in verdict ? verdict.name : '',
    'level' in verdict ? verdict.level : '',
    isForNeighbours(verdict) ? 'neighbours' : '',
    // Others may have got what was made possible: then the figures are others too.
    isShort === true ? '' : held,
  ];
  return [_tag, ...parts].join('/');
};

/** In a world that is otherwise in this alone, the workload gets its devices or is told something else. */
const holdRemedy = (tale: Tale, { job, verdict }: Plight, remedy: Remedy): void => {
  const { id } = job.submission;
  const policy = { ...tale.policy, ...remedy.rules };
  const next = lookAnew({ ...tale, policy }, [...tale.facts, ...remedy.facts]);
  const isServed = [...next.placements, ...next.nominations].some((one) => one.workloadId === id);
  const then = next.verdicts.find(({ workloadId }) => workloadId === id)?.verdict;
  const isSame = !isServed && nameOf(then, remedy) === nameOf(verdict, remedy);
  const isRight = isSame === (remedy.isShort === true);
  expect(isRight ? [] : [id, remedy.name, verdict, isServed, then]).toEqual([]);
};

const holdVerdict = (tale: Tale, plight: Plight, truths: Truths): void => {
  const { verdict } = plight;
  expect([plight.job.submission.id, verdict, wrongVerdict(plight)]).toEqual([
    plight.job.submission.id,
    verdict,
    [],
  ]);
  truths.told.set(verdict._tag, (truths.told.get(verdict._tag) ?? 0) + 1);
  if (isForNeighbours(verdict)) truths.parted += 1;
  const remedies = remediesFor(plight);
  expect(remedies.length).toBeGreaterThan(0);
  for (const remedy of remedies) {
    truths.counterfactuals += 1;
    holdRemedy(tale, plight, remedy);
  }
};

/** Tells a world of which nobody hears why it waits, and holds all that is said by each plan that changes nothing. */
const holdWorld = (world: World, truths: Truths): void => {
  const tale = begin(world, undefined, true);
  const plan = { type: 'plan' } as const;
  for (const step of [...world.steps, plan, plan]) {
    const made = step.type === 'plan' ? look(tale) : undefined;
    if (made !== undefined && isQuiet(made))
      for (const { workloadId, verdict } of made.verdicts) {
        const job = tale.books.jobs.get(workloadId);
        expect([workloadId, job?.isAsking]).toEqual([workloadId, true]);
        if (job === undefined) continue;
        const { books, policy } = tale;
        holdVerdict(tale, { books, policy, job, verdict }, truths);
      }
    take(tale, step);
  }
};

const worlds: fc.Arbitrary<World> = fc.oneof(
  { weight: 2, arbitrary: hostileWorlds({ ...known, affinity: false }) },
  { weight: 1, arbitrary: hostileWorlds(known) },
  { weight: 3, arbitrary: rarePlights },
);

/** A world has many counterfactuals, on a machine that has much else to do. @unit ms */
const patienceMs = 60_000;

/**
 * Holds every verdict to be true in so many worlds: its numbers are those of the books, and without its obstacle the
 * workload gets its devices or is told something else.
 */
export const everyVerdict = (times: number): Truths => {
  const truths: Truths = { told: new Map(), counterfactuals: 0, parted: 0 };
  fc.assert(
    fc.property(worlds, (world) => promptly(() => holdWorld(world, truths), patienceMs)),
    runs(times),
  );
  return truths;
};
