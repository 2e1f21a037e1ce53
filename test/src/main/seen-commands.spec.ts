import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCommandWatch } from '../../../src/main/seen-commands.ts';

/** What a watch says of commands in log order, each with the index of its fact. */
const firstRepeat = async (facts: readonly (readonly [commandId: string, index: number])[]) => {
  const watch = createCommandWatch(async (revision) => facts[revision - 1]?.[0] ?? '');
  for (const [at, [commandId, index]] of facts.entries()) {
    const found = await watch({ revision: at + 1, commandId, index });
    if (found !== undefined) return found;
  }
  return undefined;
};

describe('watching commands', () => {
  it('∀ runs of facts: a repeat is found exactly where a command comes back or an index does not rise', async () => {
    const run = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat(3));
    await fc.assert(
      fc.asyncProperty(fc.array(run, { maxLength: 12 }), async (facts) => {
        const wrong = facts.findIndex(([commandId, index], at) => {
          const before = facts[at - 1];
          if (before?.[0] === commandId) return index <= before[1];
          return facts.slice(0, at).some(([other]) => other === commandId);
        });
        expect((await firstRepeat(facts))?.revision).toBe(wrong < 0 ? undefined : wrong + 1);
      }),
      { numRuns: 300 },
    );
  });

  it('takes no stranger with the same fingerprint for a repeat, among 300,000 commands', async () => {
    const facts = Array.from({ length: 300_000 }, (_, at) => [`observe:sim:1.${at}`, 0] as const);
    expect(await firstRepeat(facts)).toBeUndefined();
    expect(await firstRepeat([...facts, ['observe:sim:1.7', 0]])).toMatchObject({
      revision: 300_001,
      firstRevision: 8,
      isSameEvent: true,
    });
  });
});
