import type fc from 'fast-check';
import type { BerthEvent, BerthRecorded } from '../../domain/catalogue/events.ts';
import type { SubjectKind } from '../../domain/foundation/ids.ts';
import type { Origin } from '../../domain/foundation/event.ts';
import type { QueueTerms } from '../../domain/foundation/queue-terms.ts';
import type { Entitlements, Taint } from '../../domain/foundation/shapes.ts';
import { clusters as generated } from '../../src/testing/clusters.ts';

/** A fact about a subject, before it has its place. */
export type About = BerthEvent & { readonly subject: { kind: SubjectKind; id: string } };

/** Gives a fact its place in a ledger that nobody stores. */
export const recorded = (
  event: About,
  revision: number,
  origin: Origin = 'command',
): BerthRecorded => ({
  revision,
  schema: 1,
  subjectRevision: revision,
  atMs: revision,
  origin,
  commandId: `command-${revision}`,
  index: 0,
  causationId: undefined,
  correlationId: `command-${revision}`,
  actor: 'tester',
  tenant: 'default',
  epoch: 1,
  protected: undefined,
  ...event,
});

const gib = 2 ** 30;

/** What may be said of a node; the rest is usual. */
export interface NodeWish {
  readonly gpus?: number;
  readonly cpuMilli?: number;
  readonly memoryGib?: number;
  readonly podsMax?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
}

/** A node that joins the pool `pool`: 8 cards, 64 cores, 512 GiB unless said otherwise. */
export const nodeJoined = (id: string, wish: NodeWish = {}): About => ({
  type: 'NodeJoined',
  subject: { kind: 'node', id },
  data: {
    name: id,
    clusterId: 'cluster',
    nodePoolId: 'pool',
    labels: { ...wish.labels },
    taints: [...(wish.taints ?? [])],
    cpuMilli: wish.cpuMilli ?? 64_000,
    memoryBytes: (wish.memoryGib ?? 512) * gib,
    podsMax: wish.podsMax ?? 110,
    gpuCount: wish.gpus ?? 8,
    gpuModel: 'H100',
    gpuMemoryMib: 81_920,
  },
});

/** What may be said of a queue. @unit whole cards; −1 is all, or no limit */
export interface QueueWish {
  readonly parent?: string;
  readonly quota?: number;
  readonly limit?: number;
  readonly weight?: number;
  readonly rank?: number;
  readonly terms?: QueueTerms;
}

const free = { quota: -1, limit: -1, weight: 1 };
const milli = (cards: number): number => (cards < 0 ? -1 : Math.round(cards * 1000));

/** The entitlements of a wish: only cards are divided; processors and memory are for all. */
export const entitled = (wish: QueueWish): Entitlements => ({
  gpuMilli: {
    quota: milli(wish.quota ?? 0),
    limit: milli(wish.limit ?? -1),
    weight: wish.weight ?? 1,
  },
  cpuMilli: free,
  memoryMib: free,
  priority: wish.rank ?? 100,
  ...(wish.terms === undefined ? {} : { terms: wish.terms }),
});

/** A queue that opens in the pool `pool`. */
export const queueOpened = (id: string, wish: QueueWish = {}): About => ({
  type: 'QueueOpened',
  subject: { kind: 'queue', id },
  data: {
    ownerKind: 'project',
    ownerId: id,
    nodePoolId: 'pool',
    parentId: wish.parent ?? '',
    entitlements: entitled(wish),
  },
});

/** The clusters that `berth/testing` generates, as nodes that join the pool `pool`. */
export const clusters: fc.Arbitrary<readonly About[]> = generated().map((nodes) =>
  nodes.map(({ id, labels, taints, ...node }) => ({
    type: 'NodeJoined',
    subject: { kind: 'node', id },
    data: {
      name: id,
      clusterId: 'cluster',
      nodePoolId: 'pool',
      labels,
      taints: [...taints],
      ...node,
    },
  })),
);
