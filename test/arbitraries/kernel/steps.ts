import fc from 'fast-check';
import type { Amounts, Entitlements } from '../../../domain/foundation/shapes.ts';
import { type Job, jobs } from './jobs.ts';
import { nodes, type NodeWish } from './nodes.ts';
import { entitlements } from './queues.ts';
import { type Rules, rules } from './rules.ts';
import type { Traits } from './traits.ts';

/** One thing that happens to a world; `pick` chooses among those to whom it can happen. */
export type Step =
  | { readonly type: 'plan' }
  | { readonly type: 'submit'; readonly job: Job }
  /** Somebody who was told to leave has left, or one pod of it has. */
  | { readonly type: 'exit'; readonly pick: number; readonly isWhole: boolean }
  /** Somebody who runs ends, fails and waits again, is taken back, or loses a pod. */
  | { readonly type: 'finish' | 'fail' | 'cancel' | 'crash'; readonly pick: number }
  | {
      readonly type: 'lose' | 'return' | 'cordon' | 'uncordon' | 'remove';
      readonly pick: number;
    }
  | { readonly type: 'join'; readonly node: NodeWish }
  | { readonly type: 'break' | 'repair'; readonly pick: number; readonly device: number }
  | { readonly type: 'entitle'; readonly pick: number; readonly entitlements: Entitlements }
  | { readonly type: 'close' | 'reopen'; readonly pick: number }
  /** What a queue has used over time is told anew. @unit thousandths of the capacity */
  | { readonly type: 'use'; readonly pick: number; readonly usageMilli: Amounts }
  /** Other rules are adopted. */
  | { readonly type: 'rule'; readonly rules: Rules }
  /** The clock goes on, or back. */
  | { readonly type: 'clock'; readonly byMs: number };

const pick = fc.nat(40);
const plan = fc.constant<Step>({ type: 'plan' });
const exit = fc.record({
  type: fc.constant('exit' as const),
  pick,
  isWhole: fc.constantFrom(true, true, false),
});

const submit = (traits: Traits): fc.Arbitrary<Step> =>
  fc.record({ type: fc.constant('submit' as const), job: jobs(traits) });

const work = fc.record({
  type: fc.constantFrom(
    'finish' as const,
    'finish' as const,
    'fail' as const,
    'cancel' as const,
    'crash' as const,
  ),
  pick,
});

const weather: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    type: fc.constantFrom(
      'lose' as const,
      'return' as const,
      'return' as const,
      'cordon' as const,
      'uncordon' as const,
      'uncordon' as const,
    ),
    pick,
  }),
  fc.record({
    type: fc.constantFrom('break' as const, 'repair' as const),
    pick,
    device: fc.nat(3),
  }),
);

/** What may have been used over time. */
export const used: fc.Arbitrary<Amounts> = fc.record({
  gpuMilli: fc.oneof(fc.nat(1000), fc.constant(0)),
  cpuMilli: fc.constantFrom(0, 100, 900),
  memoryMib: fc.constantFrom(0, 0, 333),
});

const edits = (traits: Traits): fc.Arbitrary<Step> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ type: fc.constant('entitle' as const), pick, entitlements }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constantFrom('close' as const, 'reopen' as const), pick }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ type: fc.constant('join' as const), node: nodes(traits) }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('remove' as const), pick }) },
    {
      weight: 2,
      arbitrary: fc.record({ type: fc.constant('use' as const), pick, usageMilli: used }),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('rule' as const), rules }) },
  );

const clock: fc.Arbitrary<Step> = fc.record({
  type: fc.constant('clock' as const),
  byMs: fc.constantFrom(1_000, 1_000, 60_000, 3_600_000, -5_000, -10_000_000),
});

/** Work comes and goes; nothing breaks and nobody edits. */
export const calmSteps = (traits: Traits): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 8, arbitrary: plan },
    { weight: 9, arbitrary: submit(traits) },
    { weight: 6, arbitrary: exit },
    { weight: 4, arbitrary: work },
    { weight: 1, arbitrary: clock },
  );

/** Everything that can happen. */
export const hostileSteps = (traits: Traits): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 10, arbitrary: calmSteps(traits) },
    { weight: 2, arbitrary: weather },
    { weight: 1, arbitrary: edits(traits) },
  );
