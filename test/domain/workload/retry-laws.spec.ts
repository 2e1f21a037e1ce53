import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { workload, type WorkloadCommand } from '../../../domain/workload/index.ts';
import { workloadCommandFrom } from '../../arbitraries/workload.ts';
import { submission } from './history.ts';

const queueId = 'vision@default';
const fails = (attempt: number): WorkloadCommand => ({
  type: 'ObserveWorkloadFailed',
  attempt,
  reason: 'out of memory',
});

describe('workload › retries as a law', () => {
  const limitFrom = fc.nat({ max: 3 });
  const commandsFrom = fc.gen();

  test('∀ commands: there are never more retries than tries, attempts only rise, and back-offs are never cut', () => {
    fc.assert(
      fc.property(limitFrom, commandsFrom, (backoffLimit, draw) => {
        const first = workload.decide(submission({ backoffLimit, queueId }), workload.initial);
        let state = (isLeft(first) ? [] : first.right).reduce(workload.evolve, workload.initial);
        let retries = 0;
        for (let step = 0; step < 60; step += 1) {
          const before = state;
          const attempt = 'attempt' in before ? before.attempt : 1;
          const command = draw(() =>
            fc.oneof(fc.constant(fails(attempt)), workloadCommandFrom(before)),
          );
          const decided = workload.decide(command, before);
          for (const event of isLeft(decided) ? [] : decided.right) {
            if (event.type === 'WorkloadRetryScheduled') retries += 1;
            state = workload.evolve(state, event);
          }
          if ('attempt' in state) expect(state.attempt).toBeGreaterThanOrEqual(attempt);
          const isBackingOff = before.phase === 'Resuming' && before.retryQueueId !== undefined;
          if (isBackingOff && state.phase === 'Pending') expect(command.type).toBe('RetryWorkload');
        }
        expect(retries).toBeLessThanOrEqual(backoffLimit);
      }),
      { numRuns: 60 },
    );
  });
});
