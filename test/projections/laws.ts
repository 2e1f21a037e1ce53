import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BerthEvent, BerthRecorded } from '../../domain/catalogue/events.ts';
import type { Projection } from '../../domain/foundation/projection.ts';
import { logFrom } from '../arbitraries/log.ts';

/** A projection with what its laws need besides. */
export interface ProjectionUnderLaw<View> {
  readonly projection: Projection<View, BerthEvent>;
  /** What of the view is compared; the view itself where absent. */
  readonly answer?: (view: View) => unknown;
  /** The facts that the projection is fed; all where absent. */
  readonly isFed?: (event: BerthRecorded) => boolean;
  readonly numRuns?: number;
}

/**
 * Registers the laws that hold for every projection: in pieces = at once, a rebuild = the running view, and what it does
 * not handle leaves it as it is.
 *
 * @source style guide §8
 */
export const projectionLaws = <View>(law: ProjectionUnderLaw<View>): void => {
  const { projection, numRuns = 60 } = law;
  const answer = law.answer ?? ((view: View) => view);
  const logs = logFrom().map((log) => log.filter(law.isFed ?? (() => true)));
  const folded = (log: readonly BerthRecorded[], view = projection.initial()): View =>
    log.reduce((before, event) => projection.apply(before, event), view);

  describe(`${projection.name} › laws`, () => {
    test('∀ log, place: what is applied in two pieces is what is applied at once', () => {
      fc.assert(
        fc.property(logs, fc.nat(), (log, draw) => {
          const place = draw % (log.length + 1);
          const first = folded(log.slice(0, place));
          const inPieces = folded(log.slice(place), first);
          expect(answer(inPieces)).toEqual(answer(folded(log)));
        }),
        { numRuns },
      );
    });

    test('∀ log: a rebuild gives at each step what the running view gives', () => {
      fc.assert(
        fc.property(logFrom(150), (whole) => {
          const log = whole.filter(law.isFed ?? (() => true));
          let running = projection.initial();
          log.forEach((event, place) => {
            running = projection.apply(running, event);
            if (place % 7 > 0 && place < log.length - 1) return;
            expect(answer(folded(log.slice(0, place + 1)))).toEqual(answer(running));
          });
        }),
        { numRuns: Math.ceil(numRuns / 3) },
      );
    });

    test('∀ log: what it does not handle leaves the view as it is', () => {
      fc.assert(
        fc.property(logs, (log) => {
          const handled = log.filter((event) => projection.handles.has(event.type));
          expect(answer(folded(handled))).toEqual(answer(folded(log)));
        }),
        { numRuns },
      );
    });

    test('∀ log: folding changes no fact', () => {
      fc.assert(
        fc.property(logs, (log) => {
          const before = structuredClone(log);
          folded(log);
          expect(log).toEqual(before);
        }),
        { numRuns: Math.ceil(numRuns / 3) },
      );
    });
  });
};
