import type { NodeOffer, Submission } from '../../domain/allocation/index.ts';
import type { NodeExpression } from '../../domain/foundation/node-terms.ts';
import type { Labels } from '../../domain/foundation/shapes.ts';
import type { BookedJob, BookedNode, Books } from './books.ts';
import type { Fact, FactOf } from './facts.ts';
import { admits } from './predicates.ts';

const much = 64;
const vast = { cpuMilli: 4_000_000, memoryBytes: 2 ** 43, podsMax: 500 } as const;

/** A label that an expression takes; none where it takes a node without the label. */
const meeting = ({ key, operator, values = [] }: NodeExpression): Labels => {
  const [value = ''] = values;
  if (operator === 'In') return { [key]: value };
  if (operator === 'Exists') return { [key]: 'there' };
  if (operator === 'Gt') return { [key]: String(Number(value) + 1) };
  if (operator === 'Lt') return { [key]: String(Number(value) - 1) };
  return {};
};

/** Labels that every selector of a workload takes, as far as one node can have them. */
const wanted = ({ submission: { nodeSelector, subGroups } }: BookedJob): Labels => {
  const selectors = [nodeSelector, ...subGroups.map((group) => group.nodeSelector ?? {})];
  const terms = subGroups.flatMap(({ affinity }) => (affinity?.requiredNodes ?? []).slice(0, 1));
  const met = terms.flatMap(({ matchExpressions }) => matchExpressions.map(meeting));
  const chosen = selectors
    .flatMap((selector) => Object.entries(selector))
    .map(([label, [value = '']]): Labels => ({ [label]: value }));
  return Object.assign({}, ...met, ...chosen);
};

const names = (job: BookedJob, of: 'mig' | 'resources'): readonly string[] =>
  job.submission.subGroups.flatMap(({ request }) => Object.keys(request[of] ?? {}));

const plenty = (keys: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(keys.map((key) => [key, much]));

const classesIn = ({ claims }: Books): readonly string[] =>
  [...claims.values()].map(({ deviceClass }) => deviceClass);

/** Nodes with plenty of all that a workload asks for: many with whole cards, for ports are one a node, and one with slices. */
export const giants = (books: Books, job: BookedJob): readonly FactOf<'joined'>[] => {
  const bare = (id: string): NodeOffer => ({
    id,
    labels: { block: 'giant', rack: 'giant', host: id, ...wanted(job) },
    taints: [],
    ...vast,
    gpuCount: much,
    gpuMemoryMib: 80_000,
    gpuModel: 'Giant',
    resources: plenty(names(job, 'resources')),
    deviceClasses: plenty(classesIn(books)),
  });
  const mig = { strategy: 'mixed' as const, instances: plenty(names(job, 'mig')) };
  return [
    ...Array.from({ length: 16 }, (_, at) => ({
      type: 'joined' as const,
      offer: bare(`giant-${at}`),
    })),
    { type: 'joined', offer: { ...bare('giant-mig'), gpuCount: 0, mig } },
  ];
};

/** Whether such a node takes every pod of a workload, by labels and taints: what asks for two values of one label, none does. */
export const doMatch = ({ submission }: BookedJob, [one]: readonly FactOf<'joined'>[]): boolean => {
  if (one === undefined) return false;
  const node = { offer: one.offer, isLost: false, isCordoned: false, broken: new Set<number>() };
  return submission.subGroups.every((group) => admits(node, submission, group));
};

/** A node with so much more of all that it has that nobody on it is in anybody's way any more. */
const grown = (books: Books, job: BookedJob, { offer }: BookedNode): NodeOffer => ({
  ...offer,
  ...vast,
  gpuCount: offer.mig === undefined ? much : offer.gpuCount + much,
  resources: { ...offer.resources, ...plenty(names(job, 'resources')) },
  deviceClasses: { ...offer.deviceClasses, ...plenty(classesIn(books)) },
});

/**
 * Nobody lacks room any more, wherever it may or must be: every node that takes pods has plenty, and there are more.
 *
 * @shape labels, taints, models and what stands on a node stay as they are.
 */
export const enoughRoom = (books: Books, job: BookedJob): readonly Fact[] => [
  ...[...books.nodes.values()]
    .filter(({ isLost, isCordoned }) => !isLost && !isCordoned)
    .map((node): Fact => ({ type: 'joined', offer: grown(books, job, node) })),
  ...giants(books, job),
];

/** Claims of a workload are anybody's: those of other queues are in nobody's way. */
export const theirClaims = ({ claims }: Books, { submission }: BookedJob): readonly Fact[] => {
  const used = new Set(submission.subGroups.flatMap(({ request }) => request.claims ?? []));
  return [...claims.values()]
    .filter(({ name }) => used.has(name))
    .map((claim) => ({ type: 'claim', claim: { ...claim, queueId: '' } }));
};

/** It takes any node, by labels and taints. */
export const anyNode = (job: BookedJob): Submission => ({
  ...job.submission,
  nodeSelector: {},
  tolerations: [{ key: '', operator: 'Exists', value: '', effect: '' }],
  subGroups: job.submission.subGroups.map(({ nodeSelector: _of, affinity, ...group }) => {
    const { requiredNodes: _terms, ...others } = affinity ?? {};
    return { ...group, ...(affinity !== undefined && { affinity: others }) };
  }),
});
