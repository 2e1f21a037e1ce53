import { describe, expect, it } from 'vitest';
import { playedOne } from '../cases.ts';
import { domains } from './domains.ts';
import { gangs } from './gangs.ts';
import { kinds } from './kinds.ts';
import { leaving } from './leaving.ts';
import { limits } from './limits.ts';
import { lines } from './lines.ts';
import { mended } from './mended.ts';
import { moves } from './moves.ts';
import { overrules } from './overrules.ts';
import { rooms } from './rooms.ts';
import { shares } from './shares.ts';
import { surpluses } from './surpluses.ts';
import { takes } from './takes.ts';
import { type Rule, vectorOf } from './terms.ts';

const pages: readonly (readonly [string, readonly Rule[]])[] = [
  ['limits and quotas', limits],
  ['shares', shares],
  ['lines', lines],
  ['rooms', rooms],
  ['reclaim', takes],
  ['surpluses', surpluses],
  ['preempt', overrules],
  ['consolidation', moves],
  ['who leaves', leaving],
  ['gangs', gangs],
  ['domains', domains],
  ['kinds of devices', kinds],
  ['victims, as they are mended', mended],
];

describe.each(pages)('the peer’s rules of %s', (_, rules) => {
  it.each(rules.map((rule) => [rule.rule, rule] as const))('%s', async (...[, rule]) => {
    const { differences } = await playedOne(vectorOf(rule));
    expect(JSON.stringify(differences)).toBe('[]');
  });
});
