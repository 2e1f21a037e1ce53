import fc from 'fast-check';
import { defaultPolicy, type Plan, type Policy } from '../../domain/allocation/index.ts';
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
  | { readonly type: 'entitle'; readonly pick: number; readonly quota: number }
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

/** A cluster with queues, and what happens to it. */
export const stories = (
  of: fc.Arbitrary<Step>,
  length = 40,
): fc.Arbitrary<{ readonly start: readonly About[]; readonly steps: readonly Step[] }> =>
  fc
    .tuple(clusters, queueTrees, fc.array(of, { minLength: 1, maxLength: length, size: 'max' }))
    .map(([nodes, queues, happenings]) => ({ start: [...nodes, ...queues], steps: happenings }));

type Phase = 'Pending' | 'Bound' | 'Leaving' | 'Stopping' | 'Deleting' | 'Over';

/** A story that goes on step by step; impossible steps are left out. */
export interface Telling {
  readonly story: Play;
  readonly phases: ReadonlyMap<string, Phase>;
  /** Takes a step; the plan that it made, if it made one. */
  readonly take: (step: Step) => Plan | undefined;
}

/** Begins to tell a random story. */
export const telling = (start: readonly About[], policy: Policy = defaultPolicy): Telling => {
  const story = play(...start);
  const phases = new Map<string, Phase>();
  const nodes = start.filter((one) => one.type === 'NodeJoined').map((one) => one.subject.id);
  let jobsSeen = 0;
  const oneOf = (at: number, among: readonly Phase[]): string | undefined => {
    const ids = [...phases].filter(([, phase]) => among.includes(phase)).map(([id]) => id);
    return ids[at % Math.max(1, ids.length)];
  };
  const to = (id: string | undefined, phase: Phase, fact: Parameters<typeof happened>[0]): void => {
    if (id === undefined) return;
    phases.set(id, phase);
    story.tell(happened(fact, id));
  };
  const act = (): Plan => {
    const made = story.act(policy);
    for (const { workloadId } of made.evictions) phases.set(workloadId, 'Leaving');
    for (const { workloadId } of made.placements) phases.set(workloadId, 'Bound');
    return made;
  };
  const onWorkload = (type: string, at: number): void => {
    if (type === 'end') to(oneOf(at, ['Bound', 'Leaving']), 'Over', 'WorkloadCompleted');
    if (type === 'interrupt') to(oneOf(at, ['Bound']), 'Leaving', 'WorkloadInterrupted');
    if (type === 'evicted') to(oneOf(at, ['Leaving']), 'Pending', 'WorkloadEvicted');
    if (type === 'stop')
      to(oneOf(at, ['Pending', 'Bound', 'Leaving']), 'Stopping', 'WorkloadStopRequested');
    if (type === 'delete')
      to(oneOf(at, ['Pending', 'Bound', 'Stopping']), 'Deleting', 'WorkloadDeletionRequested');
    if (type !== 'gone') return;
    const id = oneOf(at, ['Stopping', 'Deleting']);
    if (id !== undefined && phases.get(id) === 'Stopping') to(id, 'Over', 'WorkloadStopped');
    else to(id, 'Over', 'WorkloadDeleted');
  };
  const take = (step: Step): Plan | undefined => {
    switch (step.type) {
      case 'arrive':
        jobsSeen += 1;
        phases.set(`job-${jobsSeen}`, 'Pending');
        story.tell(...submitted(`job-${jobsSeen}`, step.job));
        return undefined;
      case 'act':
        return act();
      case 'lose':
      case 'return':
      case 'cordon':
      case 'uncordon': {
        const names = {
          lose: 'NodeLost',
          return: 'NodeReturned',
          cordon: 'NodeCordoned',
          uncordon: 'NodeUncordoned',
        } as const;
        story.tell(nodeFact(names[step.type], nodes[step.pick % nodes.length] ?? ''));
        return undefined;
      }
      case 'break':
      case 'repair': {
        const subject = { kind: 'node', id: nodes[step.pick % nodes.length] ?? '' } as const;
        const { device } = step;
        story.tell(
          step.type === 'break'
            ? { type: 'NodeDeviceFailed', subject, data: { device, reason: 'xid' } }
            : { type: 'NodeDeviceRepaired', subject, data: { device } },
        );
        return undefined;
      }
      case 'entitle':
        story.tell({
          type: 'QueueEntitled',
          subject: { kind: 'queue', id: leafIds[step.pick % leafIds.length] ?? '' },
          data: { entitlements: entitled({ quota: step.quota }) },
        });
        return undefined;
      case 'end':
      case 'stop':
      case 'evicted':
      case 'interrupt':
      case 'delete':
      case 'gone':
        onWorkload(step.type, step.pick);
        return undefined;
    }
  };
  return { story, phases, take };
};
