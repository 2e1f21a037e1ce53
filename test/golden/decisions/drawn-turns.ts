import fc from 'fast-check';
import type { QueueTerms } from '../../../domain/foundation/queue-terms.ts';
import { claimedClass, networkCard, nodes, topologyName } from '../../arbitraries/kernel/nodes.ts';
import { entitlements } from '../../arbitraries/kernel/queues.ts';
import { claimNames } from '../../arbitraries/kernel/requests.ts';
import { calmSteps, hostileSteps, used } from '../../arbitraries/kernel/steps.ts';
import { oneWay, type Traits, way } from '../../arbitraries/kernel/traits.ts';
import type { ClaimWish } from '../../arbitraries/kernel/worlds.ts';
import { drawnJobs } from './drawn-jobs.ts';
import { drawnRules } from './drawn-rules.ts';
import type { Turn } from './history.ts';

const pick = fc.nat(40);

/** Bounds that a queue says of itself, of every sort. */
export const drawnTerms: fc.Arbitrary<QueueTerms> = fc
  .record(
    {
      preemptMinRunMs: fc.constantFrom(0, 2_000, 60_000),
      reclaimMinRunMs: fc.constantFrom(0, 2_000, 60_000),
      maxRunMs: fc.constantFrom(5_000, 30_000, 3_600_000),
      lendingMax: fc.record(
        {
          gpuMilli: fc.constantFrom(0, 500, 1000, 3000),
          cpuMilli: fc.constantFrom(0, 8_000),
          memoryMib: fc.constantFrom(0, 2 ** 15),
        },
        { requiredKeys: [] },
      ),
      others: fc.dictionary(
        fc.constantFrom('gpu:H100', 'gpu:A100', networkCard, 'nvidia.com/mig-1g.10gb'),
        fc
          .record({ quota: fc.constantFrom(-1, 0, 1, 3), limit: fc.constantFrom(-1, -1, 0, 2, 4) })
          .map(({ quota, limit }) => ({
            quota: quota < 0 ? -1 : 1000 * quota,
            limit: limit < 0 ? -1 : 1000 * limit,
          })),
        { minKeys: 1, maxKeys: 2 },
      ),
    },
    { requiredKeys: [] },
  )
  .map((terms) => {
    const named = terms.others?.[networkCard];
    return named === undefined
      ? terms
      : {
          ...terms,
          others: {
            ...terms.others,
            [networkCard]: { quota: named.quota < 0 ? -1 : 1, limit: named.limit < 0 ? -1 : 2 },
          },
        };
  });

const claims: fc.Arbitrary<ClaimWish> = fc.record({
  name: fc.constantFrom(...claimNames, 'claim-x'),
  deviceClass: fc.constantFrom(claimedClass, claimedClass, 'other.example.com'),
  count: fc.constantFrom(1, 2, 3),
  queue: fc.constantFrom(-1, 0, 1),
});

const otherTopologies = fc.record({
  type: fc.constant('topology' as const),
  name: fc.constantFrom(topologyName, 'other'),
  levels: fc.constantFrom(['block', 'rack', 'host'], ['zone', 'host'], ['rack']),
});

const questions = fc.record({
  type: fc.constant('ask' as const),
  moment: fc.constantFrom(
    { actions: ['allocate'] as const },
    { actions: ['reclaim', 'preempt'] as const },
    { actions: ['consolidate'] as const },
    { nowMs: 0 },
    { nowMs: 20_000_000 },
  ),
});

const openings = fc.record({
  type: fc.constantFrom('close' as const, 'reopen' as const, 'reopen' as const),
  pick,
});

const otherRules = drawnRules.map((rules) => ({ type: 'rule' as const, rules }));

/** What is seldom: other terms, other claims, other topologies, other nodes of the same name, and other questions. */
const seldom = (traits: Traits): fc.Arbitrary<Turn> =>
  oneWay<Turn>(
    way(2, fc.record({ type: fc.constant('rejoin' as const), pick, node: nodes(traits) })),
    way(1, fc.record({ type: fc.constant('claim' as const), claim: claims }), traits.claims),
    way(1, otherTopologies, traits.topology),
    way(2, openings),
    way(1, fc.record({ type: fc.constant('entitle' as const), pick, entitlements })),
    way(1, fc.record({ type: fc.constant('use' as const), pick, usageMilli: used })),
    way(1, otherRules),
    way(2, questions),
  );

const clock: fc.Arbitrary<Turn> = fc.record({
  type: fc.constant('clock' as const),
  byMs: fc.constantFrom(500, 1_000, 5_000, 30_000, 60_000, 3_600_000),
});

/** How often what happens. */
export interface Weights {
  readonly plan: number;
  readonly submit: number;
  readonly calm: number;
  readonly hostile: number;
  readonly seldom: number;
  readonly exit: number;
  readonly clock: number;
  readonly terms: number;
}

/** What happens as a rule. */
export const usualWeights: Weights = {
  plan: 6,
  submit: 5,
  calm: 4,
  hostile: 2,
  seldom: 2,
  exit: 3,
  clock: 1,
  terms: 0,
};

/** One turn of a history. */
export const drawnTurns = (traits: Traits, weights: Weights): fc.Arbitrary<Turn> =>
  oneWay<Turn>(
    way(weights.plan, fc.constant<Turn>({ type: 'plan' })),
    way(
      weights.submit,
      fc.record({ type: fc.constant('submit' as const), job: drawnJobs(traits) }),
    ),
    way(weights.calm, calmSteps(traits)),
    way(weights.hostile, hostileSteps(traits)),
    way(weights.seldom, seldom(traits)),
    way(weights.exit, fc.constant<Turn>({ type: 'all-exit' })),
    way(weights.clock, clock),
    way(weights.terms, fc.record({ type: fc.constant('terms' as const), pick, terms: drawnTerms })),
  );
