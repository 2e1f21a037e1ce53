import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packStates, unpackStates } from '../../../src/app/packed-states.ts';
import { emptyStates, foldFact, type States } from '../../../src/app/states.ts';
import { logFrom } from '../../arbitraries/log.ts';

test('∀ log: states are the same after they were packed, kept and unpacked', () => {
  fc.assert(
    fc.property(logFrom(), (log) => {
      const states = emptyStates();
      for (const fact of log) foldFact(states, fact);
      const back: States = unpackStates(deserialize(serialize(packStates(states))));
      expect(back).toEqual(states);
    }),
    { numRuns: 60 },
  );
});
