import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Projection } from '../../domain/foundation/projection.ts';
import type { BerthEvent } from '../../domain/catalogue/events.ts';
import { nodeList, packNodes, unpackNodes } from '../../projections/node-list/index.ts';
import { packBoard, queueBoard, unpackBoard } from '../../projections/queue-board/index.ts';
import { logFrom } from '../arbitraries/log.ts';

/** ∀ log, place: a view that was packed there is what it was, and goes on as if it had never been packed. */
const survives = <View>(
  projection: Projection<View, BerthEvent>,
  through: (view: View) => View,
): void =>
  fc.assert(
    fc.property(logFrom(), fc.nat(), (log, draw) => {
      const place = draw % (log.length + 1);
      const first = log.slice(0, place).reduce(projection.apply, projection.initial());
      const back = through(first);
      expect(back).toStrictEqual(first);
      const after = log.slice(place).reduce(projection.apply, back);
      expect(after).toStrictEqual(log.reduce(projection.apply, projection.initial()));
    }),
    { numRuns: 40 },
  );

const kept = <Packed>(packed: Packed): Packed => deserialize(serialize(packed)) as Packed;

describe('views that are packed', () => {
  it('the board of queues comes back and goes on', () => {
    survives(queueBoard, (view) => unpackBoard(kept(packBoard(view))));
  });

  it('the list of nodes comes back and goes on, with pods on nodes that have gone', () => {
    survives(nodeList, (view) => unpackNodes(kept(packNodes(view))));
  });
});
