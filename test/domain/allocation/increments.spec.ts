import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import { compareIds } from '../../../domain/foundation/ids.ts';
import { planOn, viewOf } from '../../scenarios/play.ts';
import { lastingSteps, steps, stories, telling, termedSteps } from '../../scenarios/stream.ts';

describe('allocation › increments', () => {
  it('∀ a view that followed the facts gives the plan that one built from nothing gives', () => {
    fc.assert(
      fc.property(stories(termedSteps), ({ start, steps: happenings }) => {
        const { story, take } = telling(start);
        for (const step of happenings) {
          take(step);
          expect(story.look()).toEqual(planOn(viewOf(story.log)));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('∀ facts about different subjects may come in any order', () => {
    const quiet = { ...defaultPolicy, version: 'quiet', actions: ['allocate' as const] };
    const kinds = ['workload', 'queue', 'node'];
    fc.assert(
      fc.property(stories(lastingSteps), ({ start, steps: happenings }) => {
        const { story, take } = telling(start, quiet);
        for (const step of happenings) take(step);
        const kept = story.log.filter(
          (one) => one.type === 'NodeJoined' || one.subject.kind === 'queue',
        );
        const others = story.log.filter((one) => !kept.includes(one));
        const shuffled = [...kept, ...others].toSorted(
          (a, b) =>
            kinds.indexOf(b.subject.kind) - kinds.indexOf(a.subject.kind) ||
            compareIds(b.subject.id, a.subject.id) ||
            a.revision - b.revision,
        );
        expect(planOn(viewOf(shuffled))).toEqual(planOn(viewOf(story.log)));
      }),
      { numRuns: 100 },
    );
  });

  it('∀ a plan leaves the view as it was', () => {
    fc.assert(
      fc.property(stories(steps), ({ start, steps: happenings }) => {
        const { story, take } = telling(start);
        for (const step of happenings) {
          take(step);
          const first = story.look();
          expect(story.look()).toEqual(first);
        }
        const seen = viewOf(story.log);
        planOn(seen);
        const pool = seen.pools.get('pool');
        const fresh = viewOf(story.log).pools.get('pool');
        const figures = ['usedNow', 'usedFuture', 'cpuNow', 'cpuFuture', 'memoryNow'] as const;
        for (const figure of figures) expect(pool?.nodes[figure]).toEqual(fresh?.nodes[figure]);
        const tallies = (of: typeof pool): unknown =>
          [...(of?.queues.values() ?? [])]
            .filter((one) => one.id.startsWith('queue-'))
            .map((one) => [one.id, one.allocated, one.requested, one.nonPreemptible]);
        expect(tallies(pool)).toEqual(tallies(fresh));
      }),
      { numRuns: 50 },
    );
  });
});
