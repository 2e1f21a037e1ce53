import fc from 'fast-check';
import { defaultPolicy, type Plan, type Policy } from '../../domain/allocation/index.ts';
import type { QueueTerms } from '../../domain/foundation/queue-terms.ts';
import { type About, clusters, entitled } from '../arbitraries/gpu-cluster.ts';
import { jobs, type JobWish, submitted } from '../arbitraries/job-mix.ts';
import { leafIds, queueTrees } from '../arbitraries/queue-tree.ts';
import { happened, nodeFact, play, type Play } from './play.ts';

/** One thing that happens in a random story; `pick` chooses among those to whom it can happen. */
export type Step =
  | { readonly type: 'arrive'; readonly job: JobWish }
  | {
      readonly type: 'end' | 'stop' | 'evicted' | 'interrupt' | 'delete' | 'gone';
      readonly pick: number;
    }
  | { readonly type: 'lose' | 'return' | 'cordon' | 'uncordon'; readonly pick: number }
  | { readonly type: 'break' | 'repair'; readonly pick: number; readonly device: number }
  | {
      readonly type: 'entitle';
      readonly pick: number;
      readonly quota: number;
      readonly terms?: QueueTerms;
    }
  | { readonly type: 'act' };

const pick = fc.nat(50);
const arrive = fc.record({ type: fc.constant('arrive' as const), job: jobs });
const act = fc.constant({ type: 'act' } as const);

const calmSteps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 9, arbitrary: arrive },
  { weight: 5, arbitrary: act },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constantFrom(
        'end',
        'stop',
        'evicted',
        'evicted',
        'evicted',
        'interrupt',
        'delete',
        'gone',
      ),
      pick,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('entitle'),
      pick,
      quota: fc.constantFrom(0, 1, 3, -1),
    }),
  },
);

/** Steps that never free anything: under a policy without evictions their facts may come in any order. */
export const lastingSteps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 9, arbitrary: arrive },
  { weight: 4, arbitrary: act },
);

/** Everything that can happen. */
export const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: calmSteps },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('lose', 'return', 'cordon', 'uncordon'), pick }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('break', 'repair'), pick, device: fc.nat(3) }),
  },
);

/** What queues ask besides shares, of which no two say the same. */
const termsFrom: fc.Arbitrary<QueueTerms> = fc.constantFrom<QueueTerms>(
  {},
  { lendingMax: { gpuMilli: 0 } },
  { lendingMax: { gpuMilli: 1000, cpuMilli: 0 } },
  { preemptMinRunMs: 20, reclaimMinRunMs: 0 },
  { reclaimMinRunMs: 1_000_000, maxRunMs: 10 },
  { others: { 'gpu:H100': { quota: 0, limit: 2000 } } },
  { others: { 'gpu:H100': { quota: -1, limit: 0 }, 'gpu:A100': { quota: 1000, limit: -1 } } },
);

/** Everything that can happen, and that queues say other terms. */
export const termedSteps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: steps },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('entitle'),
      pick,
      quota: fc.constantFrom(0, 1, 3, -1),
      terms: termsFrom,
    }),
  },
);

/** A cluster with queues, and what happens to it. */
export const stories = (
  of: fc.Arbitrary<Step>,
  length = 40,
): fc.Arbitrary<{ readonly start: readonly About[]; readonly steps: readonly Step[] }> =>
  fc
    .tuple(clusters, queueTrees, fc.array(of, { minLength: 1, maxLength: length, size: 'max' }))
    .map(([nodes, queues, happenings]) => ({ start: [...nodes, ...queues], steps: happenings }));

type Phase = 'Pending' | 'Bound' | 'Leaving' | 'Stopping' | 'Deleting' | 'Over';
type Name = Parameters<typeof happened>[0];

/** A story that goes on step by step; impossible steps are left out. */
export interface Telling {
  readonly story: Play;
  /** Takes a step; the plan that it made, if it made one. */
  readonly take: (step: Step) => Plan | undefined;
}

/** Who may do what next, as far as the teller knows. */
interface Cast {
  readonly story: Play;
  readonly phases: Map<string, Phase>;
  readonly nodes: readonly string[];
}

const oneOf = ({ phases }: Cast, at: number, among: readonly Phase[]): string | undefined => {
  const ids = [...phases].filter(([, phase]) => among.includes(phase)).map(([id]) => id);
  return ids[at % Math.max(1, ids.length)];
};

/** For each step about a workload: to whom it can happen, what is told, and what becomes of them. */
const turns: Readonly<Record<string, readonly [readonly Phase[], Name, Phase]>> = {
  end: [['Bound', 'Leaving'], 'WorkloadCompleted', 'Over'],
  interrupt: [['Bound'], 'WorkloadInterrupted', 'Leaving'],
  evicted: [['Leaving'], 'WorkloadEvicted', 'Pending'],
  stop: [['Pending', 'Bound', 'Leaving'], 'WorkloadStopRequested', 'Stopping'],
  delete: [['Pending', 'Bound', 'Stopping'], 'WorkloadDeletionRequested', 'Deleting'],
};

const turn = (cast: Cast, at: number, to: readonly [readonly Phase[], Name, Phase]): void => {
  const [among, fact, phase] = to;
  const id = oneOf(cast, at, among);
  if (id === undefined) return;
  cast.phases.set(id, phase);
  cast.story.tell(happened(fact, id));
};

const beGone = (cast: Cast, at: number): void => {
  const id = oneOf(cast, at, ['Stopping', 'Deleting']);
  const isStopped = id !== undefined && cast.phases.get(id) === 'Stopping';
  turn(cast, at, [
    ['Stopping', 'Deleting'],
    isStopped ? 'WorkloadStopped' : 'WorkloadDeleted',
    'Over',
  ]);
};

const nodeFacts = {
  lose: 'NodeLost',
  return: 'NodeReturned',
  cordon: 'NodeCordoned',
  uncordon: 'NodeUncordoned',
} as const;

const onDevice = (cast: Cast, step: Extract<Step, { readonly device: number }>): About => {
  const subject = { kind: 'node', id: cast.nodes[step.pick % cast.nodes.length] ?? '' } as const;
  const { device } = step;
  return step.type === 'break'
    ? { type: 'NodeDeviceFailed', subject, data: { device, reason: 'xid' } }
    : { type: 'NodeDeviceRepaired', subject, data: { device } };
};

const onQueue = (step: Extract<Step, { readonly quota: number }>): About => ({
  type: 'QueueEntitled',
  subject: { kind: 'queue', id: leafIds[step.pick % leafIds.length] ?? '' },
  data: {
    entitlements: entitled({
      quota: step.quota,
      ...(step.terms === undefined ? {} : { terms: step.terms }),
    }),
  },
});

const acted = ({ story, phases }: Cast, policy: Policy): Plan => {
  const made = story.act(policy);
  for (const { workloadId } of made.evictions) phases.set(workloadId, 'Leaving');
  for (const { workloadId } of made.placements) phases.set(workloadId, 'Bound');
  return made;
};

const told = (cast: Cast, step: Exclude<Step, { readonly type: 'act' }>): void => {
  const { story, phases, nodes } = cast;
  switch (step.type) {
    case 'arrive': {
      const id = `job-${phases.size + 1}`;
      phases.set(id, 'Pending');
      return story.tell(...submitted(id, step.job));
    }
    case 'lose':
    case 'return':
    case 'cordon':
    case 'uncordon':
      return story.tell(nodeFact(nodeFacts[step.type], nodes[step.pick % nodes.length] ?? ''));
    case 'break':
    case 'repair':
      return story.tell(onDevice(cast, step));
    case 'entitle':
      return story.tell(onQueue(step));
    case 'gone':
      return beGone(cast, step.pick);
    case 'end':
    case 'stop':
    case 'evicted':
    case 'interrupt':
    case 'delete': {
      const to = turns[step.type];
      if (to !== undefined) turn(cast, step.pick, to);
    }
  }
};

/** Begins to tell a random story. */
export const telling = (start: readonly About[], policy: Policy = defaultPolicy): Telling => {
  const story = play(...start);
  const nodes = start.filter((one) => one.type === 'NodeJoined').map((one) => one.subject.id);
  const cast: Cast = { story, phases: new Map(), nodes };
  const take = (step: Step): Plan | undefined => {
    if (step.type === 'act') return acted(cast, policy);
    told(cast, step);
    return undefined;
  };
  return { story, take };
};
