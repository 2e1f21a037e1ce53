import { type Static, Type } from './schemas.ts';
import { actions, cpuLayouts, gpuLayouts, minRunMethods, tieOrders } from './policy-words.ts';
import { wordsShape } from './shapes.ts';

const most = Number.MAX_SAFE_INTEGER;

/** A whole number from 0 on. */
const from0 = (description: string) => Type.Integer({ minimum: 0, maximum: most, description });
/** A whole number from 0 on, or −1 for "without bound". */
const from0OrNone = (description: string) =>
  Type.Integer({ minimum: -1, maximum: most, description });
const word = <const Words extends readonly [string, ...string[]]>(
  words: Words,
  description: string,
) => Type.Enum<[...Words]>([...words], { description });

/** A kind of pod that is usual in the pool, and how usual: what fragmentation is measured against. */
const typicalPodShape = Type.Object({
  gpuDevices: from0('Cards that it asks for.'),
  gpuMilli: Type.Integer({
    minimum: 0,
    maximum: 1000,
    description: 'What it takes of each card, in thousandths; 1000 is a whole one.',
  }),
  cpuMilli: from0('In millicores.'),
  models: Type.Immutable(
    Type.Array(Type.String({ minLength: 1, maxLength: 253 }), {
      maxItems: 64,
      description: 'Device models that it takes; none takes any.',
    }),
  ),
  shareMicro: Type.Integer({
    minimum: 0,
    maximum: 1_000_000,
    description: 'How many of all pods are of this kind, in millionths.',
  }),
});

/** How long a workload is safe from eviction after its start. */
const minRunShape = Type.Object(
  {
    preemptMs: from0('From preemption inside its queue, in milliseconds.'),
    reclaimMs: from0('From reclaim by other queues, in milliseconds.'),
    method: word(
      minRunMethods,
      "For reclaim, whose setting counts: that of the victim's side below the common ancestor (`lca`), or that of its own `queue`.",
    ),
  },
  { description: 'How long a workload is safe from eviction after its start.' },
);

/** What past use does to the shares over quota. */
const usageShape = Type.Object(
  {
    factorMilli: from0('k of w′ = max(0, n + k·(n − U)), in thousandths; 0 ignores past use.'),
    halfLifeMs: from0('After which time past use counts half, in milliseconds; 0 never.'),
    windowMs: from0('Use that is older counts no more, in milliseconds.'),
  },
  { description: 'What past use does to the shares over quota.' },
);

/** Bounds of searches: what keeps a plan short when there is no answer. */
const boundsShape = Type.Object(
  {
    victimsMax: from0('Most victims that are weighed for one workload.'),
    consolidationVictimsMax: from0OrNone(
      'Most gangs that one consolidation moves; 0 moves none, −1 has no bound.',
    ),
    consolidationNodesMax: from0OrNone(
      'Most nodes that one consolidation thinks of as places to clear; −1 has no bound.',
    ),
    loneVictimsMax: from0(
      'Most single victims that are tried alone for a pod before nodes are looked at one by one.',
    ),
    attemptsMax: from0OrNone(
      'After so many attempts a workload makes others go for no more than its quota, so that what turns in a circle ends; −1 never stops it.',
    ),
    queueDepthMax: from0OrNone(
      'Most workloads of a queue that one action tries, the first in line when it begins; −1 has no bound.',
    ),
  },
  { description: 'Bounds of searches: what keeps a plan short when there is no answer.' },
);

/**
 * The rules of the kernel that a site chooses, as they are stored and as documents say them.
 *
 * The description of a field is what the manual says of it (`node docs/draw-policy.ts`). A field that is added is a new
 * schema of `PolicyAdopted`, whose upcaster gives it the value that changes nothing.
 * @shape `version` names the document in every decision; equal versions mean equal content.
 */
export const policyShape = Type.Object({
  version: Type.String({
    minLength: 1,
    maxLength: 128,
    description:
      'A name of your own. Twelve digits that follow from all other fields are put behind it; where they are written already they must be right.',
  }),
  actions: Type.Immutable(
    Type.Array(wordsShape(actions), {
      maxItems: actions.length,
      description: 'What a plan tries, in this order; `allocate` is one of them.',
    }),
  ),
  gpuPlacement: word(
    gpuLayouts,
    'How pods with cards are laid out where their node pool has chosen nothing; `fgd` and `berth` leave the fewest fragments.',
  ),
  cpuPlacement: word(
    cpuLayouts,
    'How pods without cards are laid out where their node pool has chosen nothing.',
  ),
  tieOrder: word(
    tieOrders,
    'Among nodes that score alike: by id, or by what they have before that.',
  ),
  typicalPods: Type.Immutable(
    Type.Array(typicalPodShape, {
      maxItems: 1000,
      description:
        'Kinds of pods that `fgd` and `berth` measure fragments against; none: the pods that the pool has seen.',
    }),
  ),
  saturationMilli: Type.Integer({
    minimum: 1000,
    maximum: most,
    description:
      'How far above its share a reclaimer may be compared with a sibling, in thousandths; 1000 is "not at all".',
  }),
  isMovedKept: Type.Boolean({
    description:
      'Whether a victim that gets another place in the same plan counts as not reclaimed.',
  }),
  minRun: minRunShape,
  staleGraceMs: from0OrNone(
    'How long a gang may stay below its minimum before all of it goes, in milliseconds; −1 is for ever.',
  ),
  preemptionDelayMs: from0(
    'How long a workload waits before others are evicted for it, in milliseconds.',
  ),
  bypassesMax: from0OrNone(
    'How often the oldest blocked gang of a queue is passed over before room is kept for it; −1 is for ever.',
  ),
  usage: usageShape,
  bounds: boundsShape,
});

/** What no reader changes, all the way down. */
type Frozen<Value> = Value extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value;

/**
 * The rules of the kernel that a site chooses, as data; `policyShape` says of each field what it is for.
 *
 * `version` names the document in every decision; equal versions must mean equal content.
 */
export type Policy = Frozen<Static<typeof policyShape>>;
