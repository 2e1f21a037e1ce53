import type { Snapshot } from '../../../../domain/allocation/index.ts';
import { isMeant } from './ledger-terms.ts';

/** Whom each kind of pods is meant by, and how many of it are where, as the kernel has it. */
export const kindsIn = ({ nodes, kinds }: Snapshot): unknown => ({
  known: [...nodes.neighbourly].length,
  kinds: [...kinds.values()].flatMap(({ key, extras }) =>
    extras?.neighbours === undefined
      ? []
      : [
          {
            key,
            matched: extras.neighbours.matched.map((term) => term.key).toSorted(),
            seated: [...extras.neighbours.seated]
              .map(([slot, seated]) => [nodes.slots[slot]?.id, { ...seated }] as const)
              .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
          },
        ],
  ),
});

/** The same, counted anew from who has which place. */
export const kindsCounted = ({ nodes, kinds, workloads }: Snapshot): unknown => {
  const seats = [...workloads.values()].flatMap(({ bound, held, leaving }) => [
    ...bound.map((seat) => ({ seat, now: 1, future: 1 })),
    ...held.map((seat) => ({ seat, now: 0, future: 1 })),
    ...leaving.map((seat) => ({ seat, now: 1, future: 0 })),
  ]);
  const counted = [...kinds.values()].flatMap((kind) => {
    const one = kind.extras?.neighbours;
    if (one === undefined) return [];
    const there = new Map<string, { now: number; future: number }>();
    for (const { seat, now, future } of seats) {
      if (seat.kind !== kind || seat.node.slot < 0) continue;
      const sum = there.get(seat.node.id) ?? { now: 0, future: 0 };
      there.set(seat.node.id, { now: sum.now + now, future: sum.future + future });
    }
    return [
      {
        key: kind.key,
        matched: [...nodes.terms.values()]
          .filter((term) => isMeant(term.labels, one.labels))
          .map((term) => term.key)
          .toSorted(),
        seated: [...there].toSorted(([a], [b]) => (a < b ? -1 : 1)),
      },
    ];
  });
  return { known: counted.length, kinds: counted };
};
