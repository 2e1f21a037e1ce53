import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileWorlds } from '../../../arbitraries/kernel/worlds.ts';
import { known } from '../known.ts';
import { promptly } from '../promptly.ts';
import { runs } from '../runs.ts';
import { begin, take, type Tale } from '../world.ts';
import { changesFrom, changesIn, nodesFrom, nodesIn, poolFrom, poolIn } from './ledger-nodes.ts';
import { jobsFrom, jobsIn, linesCounted, linesIn } from './ledger-jobs.ts';
import { kindsCounted, kindsIn } from './ledger-kinds.ts';
import { queuesFrom, queuesIn } from './ledger-queues.ts';
import { termsFrom, termsIn } from './ledger-terms.ts';
import {
  listsCounted,
  listsIn,
  rollsCounted,
  rollsIn,
  tenantsCounted,
  tenantsIn,
  usersCounted,
  usersIn,
} from './recounted.ts';
import { goAstray, strays } from './strays.ts';

/** All books of the kernel beside what they must say. */
const audit = ({ snapshot, books }: Tale, after: string): void => {
  const kept = (what: unknown): unknown => ({ after, what });
  expect(kept(jobsIn(snapshot))).toEqual(kept(jobsFrom(books)));
  expect(kept(nodesIn(snapshot))).toEqual(kept(nodesFrom(books, snapshot)));
  expect(kept(poolIn(snapshot))).toEqual(kept(poolFrom(books, snapshot)));
  expect(kept(changesIn(snapshot))).toEqual(kept(changesFrom(snapshot)));
  expect(kept(queuesIn(snapshot))).toEqual(kept(queuesFrom(books, snapshot)));
  expect(kept(linesIn(snapshot))).toEqual(kept(linesCounted(snapshot)));
  expect(kept(termsIn(snapshot))).toEqual(kept(termsFrom(books, snapshot)));
  expect(kept(kindsIn(snapshot))).toEqual(kept(kindsCounted(snapshot)));
  expect(kept(listsIn(snapshot))).toEqual(kept(listsCounted(snapshot)));
  expect(kept(tenantsIn(snapshot))).toEqual(kept(tenantsCounted(snapshot)));
  expect(kept(rollsIn(snapshot))).toEqual(kept(rollsCounted(snapshot)));
  expect(kept(usersIn(snapshot))).toEqual(kept(usersCounted(snapshot)));
};

describe('the books of the kernel', () => {
  it('∀ say after every fact what all facts come to, be they as rare as they may (S1, S2, S8, S20, S27)', () => {
    const tales = fc.tuple(hostileWorlds(known), fc.array(strays, { maxLength: 16, size: 'max' }));
    fc.assert(
      fc.property(tales, ([world, rare]) =>
        promptly(() => {
          const tale = begin(world);
          audit(tale, 'the beginning');
          for (const [at, step] of world.steps.entries()) {
            take(tale, step);
            audit(tale, step.type);
            const stray = rare[at];
            if (stray === undefined) continue;
            goAstray(tale, stray);
            audit(tale, stray.type);
          }
        }),
      ),
      runs(60),
    );
  });
});
