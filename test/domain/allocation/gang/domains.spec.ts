import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roomOf } from '../../../../domain/allocation/fit/fit.ts';
import {
  defaultPolicy,
  markNode,
  setTopology,
  type Snapshot,
} from '../../../../domain/allocation/index.ts';
import { sumIn, sumsOf, sumsOver } from '../../../../domain/allocation/gang/domain-sums.ts';
import { type Candidate, candidatesFor } from '../../../../domain/allocation/gang/domains.ts';
import { domainTreeOf } from '../../../../domain/allocation/gang/domain-tree.ts';
import { seatPod } from '../../../../domain/allocation/gang/seat-pod.ts';
import { rankNodes } from '../../../../domain/allocation/state/ranks.ts';
import type { Kind, Part } from '../../../../domain/allocation/state/snapshot.ts';
import type { TopologyConstraint } from '../../../../domain/foundation/shapes.ts';
import { cards, kind, offer, poolOf, share, sit, type Wish } from '../fit/pool-of.ts';

const free = { gpuCount: 2, cpuMilli: 100_000 };

/** A node of a rack, which names its zone: `z1.r1`. */
const node = (
  id: string,
  rack: string,
  other: Parameters<typeof offer>[1] = {},
): ReturnType<typeof offer> => {
  const [zone = '', name = ''] = rack.split('.');
  return offer(id, { ...free, labels: { zone, rack: name }, ...other });
};

const poolIn = (...nodes: readonly ReturnType<typeof offer>[]): Snapshot => {
  const snapshot = poolOf(...nodes);
  setTopology(snapshot, 'net', ['zone', 'rack']);
  rankNodes(snapshot.nodes);
  return snapshot;
};

/** Two racks in each of two zones, two nodes of two cards in each. */
const fourRacks = (): Snapshot =>
  poolIn(
    ...['z1.r1', 'z1.r2', 'z2.r1', 'z2.r2'].flatMap((rack, at) => [
      node(`${at}a`, rack),
      node(`${at}b`, rack),
    ]),
  );

const everything = ({ nodes }: Snapshot): Candidate => ({
  slots: [...nodes.slotAt],
  rankOf: undefined,
});

const part = (of: Kind, pods: number): Part => ({ name: 'main', kind: of, pods, at: 0 });

const idsOf = (snapshot: Snapshot, { slots }: Candidate): string =>
  slots.map((slot) => snapshot.nodes.slots[slot]?.id ?? '').join(' ');

interface Ask {
  readonly constraint: Omit<TopologyConstraint, 'topology'>;
  readonly parts: readonly Part[];
  readonly within?: Candidate;
  readonly pinned?: readonly string[];
  readonly topology?: string;
}

const tried = (snapshot: Snapshot, ask: Ask): readonly Candidate[] => [
  ...candidatesFor(snapshot, {
    constraint: { topology: ask.topology ?? 'net', ...ask.constraint },
    parts: ask.parts,
    within: ask.within ?? everything(snapshot),
    pinned: (ask.pinned ?? []).map((id) => snapshot.nodes.byId.get(id)?.slot ?? -1),
  }),
];

const namesOf = (snapshot: Snapshot, ask: Ask): readonly string[] =>
  tried(snapshot, ask).map((one) => idsOf(snapshot, one));

const use = (snapshot: Snapshot, on: string, what: readonly [Wish, ...number[]]): void => {
  const [wish, ...devices] = what;
  sit(snapshot, { kind: kind(snapshot, wish), on, devices });
};

describe('topology › where pods may go', () => {
  it('is each domain of the required level with room for all of them, the tightest first', () => {
    const snapshot = fourRacks();
    use(snapshot, '2a', [cards(1), 0]);
    use(snapshot, '1a', [cards(2), 0, 1]);
    const parts = [part(kind(snapshot, cards(1)), 3)];
    expect(namesOf(snapshot, { constraint: { required: 'rack' }, parts })).toEqual([
      '2a 2b',
      '0a 0b',
      '3a 3b',
    ]);
  });

  it('is the domains of the preferred level first, then wider ones up to the required level', () => {
    const snapshot = fourRacks();
    use(snapshot, '1b', [cards(1), 0]);
    const one = kind(snapshot, cards(1));
    const constraint = { required: 'zone', preferred: 'rack' };
    expect(namesOf(snapshot, { constraint, parts: [part(one, 4)] })).toEqual([
      '0a 0b',
      '2a 2b',
      '3a 3b',
      '0a 0b 1a 1b',
      '2a 2b 3a 3b',
    ]);
    expect(namesOf(snapshot, { constraint, parts: [part(one, 8)] })).toEqual(['2a 2b 3a 3b']);
    expect(namesOf(snapshot, { constraint, parts: [part(one, 9)] })).toEqual([]);
  });

  it('is in the end the whole pool, where a domain is only preferred', () => {
    const snapshot = fourRacks();
    const parts = [part(kind(snapshot, cards(1)), 9)];
    expect(namesOf(snapshot, { constraint: { preferred: 'rack' }, parts })).toEqual([
      '0a 0b 1a 1b 2a 2b 3a 3b',
    ]);
  });

  it('leaves out nodes that lack a label of the topology', () => {
    const snapshot = poolIn(
      node('a', 'z1.r1'),
      offer('b', { ...free, labels: { rack: 'r1' } }),
      offer('c', { ...free, labels: { zone: 'z1' } }),
    );
    const parts = [part(kind(snapshot, cards(1)), 1)];
    expect(namesOf(snapshot, { constraint: { required: 'zone' }, parts })).toEqual(['a']);
  });

  it('tells racks of one name in different zones apart', () => {
    const snapshot = fourRacks();
    const parts = [part(kind(snapshot, cards(2)), 3)];
    expect(namesOf(snapshot, { constraint: { required: 'rack' }, parts })).toEqual([]);
  });

  it('stays in the required domain of pods that are somewhere already', () => {
    const snapshot = fourRacks();
    const parts = [part(kind(snapshot, cards(1)), 1)];
    const pinned = ['2b'];
    expect(
      namesOf(snapshot, { constraint: { required: 'zone', preferred: 'rack' }, parts, pinned }),
    ).toEqual(['2a 2b', '3a 3b', '2a 2b 3a 3b']);
    const free2 = namesOf(snapshot, { constraint: { preferred: 'zone' }, parts, pinned });
    expect(free2[0]).toBe('0a 0b 1a 1b');
  });

  it('stays inside the domain of what it belongs to', () => {
    const snapshot = fourRacks();
    const one = kind(snapshot, cards(1));
    const [zone] = tried(snapshot, { constraint: { required: 'zone' }, parts: [part(one, 5)] });
    expect(zone && idsOf(snapshot, zone)).toBe('0a 0b 1a 1b');
    const ask = { parts: [part(one, 4)], ...(zone && { within: zone }) };
    expect(namesOf(snapshot, { ...ask, constraint: { required: 'rack' } })).toEqual([
      '0a 0b',
      '1a 1b',
    ]);
    expect(namesOf(snapshot, { ...ask, constraint: { required: 'zone' } })).toEqual([
      '0a 0b 1a 1b',
    ]);
  });

  it('is only those nodes of a domain that a search is confined to', () => {
    const snapshot = fourRacks();
    const slots = ['0a', '2a', '2b'].map((id) => snapshot.nodes.byId.get(id)?.slot ?? -1);
    const within = { slots, rankOf: undefined };
    const parts = [part(kind(snapshot, cards(1)), 2)];
    expect(namesOf(snapshot, { constraint: { required: 'rack' }, parts, within })).toEqual([
      '0a',
      '2a 2b',
    ]);
  });

  it('is nowhere for a required level that nobody knows, and anywhere for one that is only preferred', () => {
    const snapshot = fourRacks();
    const parts = [part(kind(snapshot, cards(1)), 1)];
    const all = '0a 0b 1a 1b 2a 2b 3a 3b';
    expect(namesOf(snapshot, { constraint: { required: 'row' }, parts })).toEqual([]);
    expect(namesOf(snapshot, { constraint: { preferred: 'row' }, parts })).toEqual([all]);
    const topology = 'other';
    expect(namesOf(snapshot, { constraint: { required: 'rack' }, parts, topology })).toEqual([]);
    expect(namesOf(snapshot, { constraint: { preferred: 'rack' }, parts, topology })).toEqual([
      all,
    ]);
  });

  it('counts different pods by what they ask for together', () => {
    const snapshot = fourRacks();
    const parts = [part(kind(snapshot, cards(1)), 2), part(kind(snapshot, cards(2)), 1)];
    use(snapshot, '0a', [cards(1), 0]);
    expect(namesOf(snapshot, { constraint: { required: 'rack' }, parts })).toEqual([
      '1a 1b',
      '2a 2b',
      '3a 3b',
    ]);
  });

  it('counts slices and devices by claim as cards that are free', () => {
    const slices = { 'nvidia.com/mig-1g.10gb': 3 };
    const snapshot = poolIn(
      node('a', 'z1.r1', { mig: { strategy: 'mixed', instances: slices } }),
      node('b', 'z1.r2'),
    );
    const small = kind(snapshot, { request: { mig: { 'nvidia.com/mig-1g.10gb': 1 } } });
    const large = kind(snapshot, { request: { mig: { 'nvidia.com/mig-1g.10gb': 2 } } });
    const parts = [part(small, 1), part(large, 1)];
    expect(namesOf(snapshot, { constraint: { required: 'rack' }, parts })).toEqual(['a']);
  });

  it('does not count on nodes that take nobody', () => {
    const snapshot = fourRacks();
    markNode(snapshot, '0a', { isCordoned: true });
    const parts = [part(kind(snapshot, cards(1)), 3)];
    expect(namesOf(snapshot, { constraint: { required: 'rack' }, parts })).toEqual([
      '1a 1b',
      '2a 2b',
      '3a 3b',
    ]);
  });
});

describe('topology › which nodes of a wide domain are better', () => {
  const ranks = (snapshot: Snapshot, ask: Ask): readonly (number | undefined)[] => {
    const last = tried(snapshot, ask).at(-1);
    return (last?.slots ?? []).map((slot) => last?.rankOf?.get(slot));
  };

  it('are those whose preferred domain has most room, then those with the larger id', () => {
    const snapshot = fourRacks();
    use(snapshot, '2a', [cards(2), 0, 1]);
    const parts = [part(kind(snapshot, cards(1)), 7)];
    expect(ranks(snapshot, { constraint: { preferred: 'rack' }, parts })).toEqual([
      5, 5, 7, 7, 2, 2, 10, 10,
    ]);
  });

  it('fall into ten steps, however many domains there are', () => {
    const racks = Array.from({ length: 25 }, (_, at) => node(`n${10 + at}`, `z.r${10 + at}`));
    const snapshot = poolIn(...racks);
    const parts = [part(kind(snapshot, cards(1)), 26)];
    const seen = ranks(snapshot, { constraint: { preferred: 'rack' }, parts });
    expect(seen.slice(0, 6)).toEqual([0, 0, 1, 1, 2, 2]);
    expect(seen.at(-1)).toBe(10);
  });

  it('outweigh whatever else a pod would rather have of a node but its own wishes', () => {
    const snapshot = fourRacks();
    const policy = defaultPolicy;
    use(snapshot, '0a', [share(500), 0]);
    const journal = { snapshot, entries: [] };
    const [slots, rankOf] = [[...snapshot.nodes.slotAt], new Map<number, number>()];
    rankOf.set(snapshot.nodes.byId.get('3b')?.slot ?? -1, 1);
    const half = kind(snapshot, share(500));
    const pod = { kind: half, part: 0, pod: 0 };
    expect(seatPod({ journal, policy }, pod, { slots, rankOf })?.seat.node.id).toBe('3b');
    expect(seatPod({ journal, policy }, pod, { slots })?.seat.node.id).toBe('0a');
  });
});

describe('topology › laws', () => {
  const uses = fc.array(
    fc.record({ on: fc.nat({ max: 7 }), gpuMilli: fc.constantFrom(1000, 1000, 300) }),
    { maxLength: 12 },
  );

  it('∀ sums of domains that followed every change are as if made anew', () => {
    fc.assert(
      fc.property(uses, fc.nat({ max: 8 }), (taken, cordoned) => {
        const snapshot = fourRacks();
        const { nodes } = snapshot;
        const pair = kind(snapshot, cards(2));
        const tree = domainTreeOf(snapshot, 'net');
        const whats = ['gpuMilli', 'cpuMilli', 'memoryMib', pair] as const;
        for (const what of whats) if (tree) sumsOf(nodes, tree, what);
        for (const [at, { on, gpuMilli }] of taken.entries()) {
          const one = nodes.slots[on];
          const device = at % 2;
          const start = nodes.deviceStart[on] ?? 0;
          if (one === undefined || (nodes.usedFuture[start + device] ?? 0) + gpuMilli > 1000)
            continue;
          use(snapshot, one.id, [share(gpuMilli), device]);
          if (at === cordoned) markNode(snapshot, one.id, { isCordoned: true });
          for (const what of whats) {
            if (tree === undefined) continue;
            const slots = tree.all.slots;
            const { readAt: _, ...kept } = sumsOf(nodes, tree, what);
            const { readAt: __, ...fresh } = sumsOver(nodes, tree, { what, slots });
            expect(kept).toEqual(fresh);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('∀ domains are tried iff every kind of pod has room there, each once, and stay within the level', () => {
    fc.assert(
      fc.property(
        uses,
        fc.record({ pods: fc.integer({ min: 1, max: 6 }), gpus: fc.constantFrom(1, 2) }),
        (taken, { pods, gpus }) => {
          const snapshot = fourRacks();
          const { nodes } = snapshot;
          for (const [at, { on, gpuMilli }] of taken.entries()) {
            const start = nodes.deviceStart[on] ?? 0;
            const one = nodes.slots[on];
            if (one && (nodes.usedFuture[start + (at % 2)] ?? 0) + gpuMilli <= 1000)
              use(snapshot, one.id, [share(gpuMilli), at % 2]);
          }
          const of = kind(snapshot, cards(gpus));
          const room = (ids: string): number =>
            ids
              .split(' ')
              .reduce((sum, id) => sum + roomOf(nodes, of, nodes.byId.get(id)?.slot ?? -1), 0);
          const expected = ['0a 0b', '1a 1b', '2a 2b', '3a 3b'].filter((ids) => room(ids) >= pods);
          const found = namesOf(snapshot, {
            constraint: { required: 'rack' },
            parts: [part(of, pods)],
          });
          expect(found.toSorted()).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('what is free in a domain is what is free on its nodes', () => {
    const snapshot = fourRacks();
    const tree = domainTreeOf(snapshot, 'net');
    use(snapshot, '0b', [share(1), 1]);
    if (tree === undefined) throw new Error('no topology');
    const sums = sumsOf(snapshot.nodes, tree, 'gpuMilli');
    expect(sumIn(sums, { level: 1, place: 0 })).toBe(3000);
    expect(sumIn(sums, { level: 0, place: 0 })).toBe(7000);
    expect(sumIn(sums, tree.all)).toBe(15_000);
  });
});
