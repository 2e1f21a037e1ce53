import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { WorkloadSubmitted } from '../../../domain/workload/events.ts';
import { specOfClone, workload } from '../../../domain/workload/index.ts';
import { eventFrom } from '../../arbitraries/from-schema.ts';
import { specFrom } from '../../arbitraries/workload-spec.ts';
import { submission } from './history.ts';

const named = { name: 'copy', clonedFrom: 'w-1' };

describe('workload › a copy', () => {
  test('∀ submission: asks for all that its source asked for, and for nothing else', () => {
    fc.assert(
      fc.property(eventFrom(WorkloadSubmitted), ({ data }) => {
        const strange = { ...data, isNameTaken: true, queueId: 'q' };
        expect(specOfClone(strange, named)).toEqual({ ...data, ...named });
      }),
      { numRuns: 100 },
    );
  });

  test('∀ submission that is accepted: its copy is accepted too, and says where it is from', () => {
    fc.assert(
      fc.property(specFrom, (spec) => {
        const first = workload.decide({ ...submission(), ...spec }, workload.initial);
        const [event] = isLeft(first) ? [] : first.right;
        if (event?.type !== 'WorkloadSubmitted') throw new Error(JSON.stringify(first));
        const copy = workload.decide(
          { ...submission(), ...specOfClone(event.data, named) },
          workload.initial,
        );
        const [again] = isLeft(copy) ? [] : copy.right;
        expect(again?.data).toEqual({ ...event.data, ...named });
      }),
      { numRuns: 100 },
    );
  });

  test('says otherwise what it is to say otherwise', () => {
    const { data } = { data: specOfClone(submission(), { ...named, priority: 90 }) };
    expect(
      specOfClone(data, { name: 'third', clonedFrom: 'w-2', labels: { team: 'red' } }),
    ).toEqual({
      ...data,
      name: 'third',
      clonedFrom: 'w-2',
      labels: { team: 'red' },
    });
  });
});
