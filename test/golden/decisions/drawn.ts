import fc from 'fast-check';
import type { QueueOpening } from '../../../domain/allocation/index.ts';
import { drawnJobs } from './drawn-jobs.ts';
import { nodes, type NodeWish } from '../../arbitraries/kernel/nodes.ts';
import type { Job } from '../../arbitraries/kernel/jobs.ts';
import { queueTrees } from '../../arbitraries/kernel/queues.ts';
import type { Rules } from '../../arbitraries/kernel/rules.ts';
import { allTraits, type Traits } from '../../arbitraries/kernel/traits.ts';
import { claims } from '../../arbitraries/kernel/worlds.ts';
import { drawnRules } from './drawn-rules.ts';
import { drawnTerms, drawnTurns, usualWeights, type Weights } from './drawn-turns.ts';
import type { History } from './history.ts';

/** Histories of one kind: what they are full of. */
export interface Theme {
  readonly name: string;
  /** How many are played. */
  readonly count: number;
  readonly traits?: Partial<Traits>;
  readonly weights?: Partial<Weights>;
  readonly rules?: fc.Arbitrary<Rules>;
  /** @shape fewest, most */
  readonly nodes?: readonly [number, number];
  readonly running?: readonly [number, number];
  readonly waiting?: readonly [number, number];
  readonly turns?: readonly [number, number];
  readonly queuesMax?: number;
  /** Whether every queue has terms. */
  readonly isTermed?: boolean;
  /** So many sorts of jobs wait at first, the same ones often. */
  readonly sorts?: number;
  readonly looks?: readonly number[];
}

const plain: Traits = {
  fractions: false,
  widerShares: false,
  mig: false,
  resources: false,
  claims: false,
  ports: false,
  affinity: false,
  topology: false,
  elastic: false,
  trees: false,
};

const listOf = <Item>(
  item: fc.Arbitrary<Item>,
  [minLength, maxLength]: readonly [number, number],
) => fc.array(item, { minLength, maxLength, size: 'max' });

const treesOf = ({
  queuesMax = 6,
  isTermed = false,
}: Theme): fc.Arbitrary<readonly QueueOpening[]> =>
  isTermed
    ? fc
        .tuple(
          queueTrees({ queuesMax, depthMax: 4 }),
          fc.array(drawnTerms, { minLength: queuesMax, maxLength: queuesMax }),
        )
        .map(([queues, terms]) => queues.map((one, at) => ({ ...one, terms: terms[at] ?? {} })))
    : queueTrees({ queuesMax, depthMax: 4 });

/** Some jobs; where there are few sorts, these alone, in other queues and of other ranks. */
const jobsOf = (
  traits: Traits,
  { sorts, waiting = [1, 8] }: Theme,
): fc.Arbitrary<readonly Job[]> =>
  sorts === undefined
    ? listOf(drawnJobs(traits), waiting)
    : fc
        .tuple(
          listOf(drawnJobs(traits), [sorts, sorts]),
          listOf(
            fc.record({
              sort: fc.nat(sorts - 1),
              queue: fc.nat(3),
              priority: fc.constantFrom(50, 50, 75),
            }),
            waiting,
          ),
        )
        .map(([of, picks]) =>
          picks.flatMap(({ sort, ...more }) => {
            const job = of[sort];
            return job === undefined ? [] : [{ ...job, ...more }];
          }),
        );

/** Nodes that say of which generation they are, too. */
const drawnNodes = (traits: Traits): fc.Arbitrary<NodeWish> =>
  fc
    .tuple(nodes(traits), fc.constantFrom('1', '4', '12', 'new'))
    .map(([node, generation]) => ({ ...node, labels: { ...node.labels, generation } }));

const historiesOf = (theme: Theme): fc.Arbitrary<Omit<History, 'name'>> => {
  const traits = theme.traits === undefined ? allTraits : { ...plain, ...theme.traits };
  return fc.record({
    rules: theme.rules ?? drawnRules,
    isSilent: fc.boolean(),
    lookEvery: fc.constantFrom(...(theme.looks ?? [1, 1, 1, 2, 4])),
    world: fc.record({
      nodes: listOf(drawnNodes(traits), theme.nodes ?? [2, 5]),
      claims: claims(traits),
      queues: treesOf(theme),
      running: listOf(
        fc.record({ job: drawnJobs(traits), from: fc.nat(12) }),
        theme.running ?? [4, 14],
      ),
      waiting: jobsOf(traits, theme),
    }),
    turns: listOf(
      drawnTurns(traits, { ...usualWeights, ...theme.weights }),
      theme.turns ?? [16, 36],
    ),
  });
};

/** The histories that are drawn, each by a seed of its own. */
export const drawnHistories = (
  themes: readonly Theme[],
): readonly { readonly name: string; readonly make: () => History }[] =>
  themes.flatMap((theme, which) => {
    const histories = fc.noBias(historiesOf(theme));
    return Array.from({ length: theme.count }, (_, seed) => {
      const name = `${theme.name} ${seed + 1}`;
      const make = (): History => {
        const [drawn] = fc.sample(histories, { seed: 1000 * which + seed, numRuns: 1 });
        if (drawn === undefined) throw new Error(`nothing was drawn for ${name}`);
        return { name, ...drawn };
      };
      return { name, make };
    });
  });
