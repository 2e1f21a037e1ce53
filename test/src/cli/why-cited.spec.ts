import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cause, Why } from '../../../src/app/why/index.ts';
import { berth } from './on-terminal.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
beforeAll(() => playInto(ledger, reclaimScenario));
afterAll(scratch.remove);

interface Fact {
  readonly revision: number;
  readonly type: string;
  readonly subject: { readonly id: string };
  readonly data: Readonly<Record<string, unknown>>;
}

const factsOf = async (): Promise<readonly Fact[]> => {
  const { stdout } = await berth('ledger', 'export', ledger);
  return stdout
    .trim()
    .split('\n')
    .map((line): Fact => JSON.parse(line));
};

const why = async (id: string, at: number): Promise<Why> => {
  const asked = ['why', `workload/${id}`, '--at', `${at}`, '--ledger', ledger, '-o', 'json'];
  return JSON.parse((await berth(...asked)).stdout);
};

const all = (cause: Cause): readonly Cause[] => [cause, ...cause.causes.flatMap(all)];

describe('the revision of an obstacle', () => {
  it('∀ moments: is that of a plan that said the same, never of one that said something else', async () => {
    const facts = await factsOf();
    const plans = facts.filter(({ type }) => type === 'WorkloadDeferred');
    const told = new Map(plans.map(({ revision, data }) => [revision, data['verdict']]));
    const cited = new Set<number>();
    for (const id of new Set(plans.map(({ subject }) => subject.id))) {
      const from = plans.find(({ subject }) => subject.id === id)?.revision ?? 0;
      for (let at = from; at <= facts.length; at += 1) {
        const { because } = await why(id, at);
        const obstacle = all(because).find(({ figures }) => figures?.['verdict']);
        if (obstacle?.revision === undefined) continue;
        cited.add(obstacle.revision);
        expect(obstacle.figures?.['verdict']).toEqual(told.get(obstacle.revision));
      }
    }
    expect(cited.size).toBeGreaterThan(1);
  });
});
