import { describe, expect, it } from 'vitest';
import { memoryLedger } from '../../adapters/event-log-memory/index.ts';
import type { Scenario } from '../../adapters/ports/scenario.ts';
import { smallScenario } from '../src/app/stage.ts';
import { lastFactsOf, playThroughCrashes } from './through-crashes.ts';

const seedsOf = (count: number): readonly number[] => [
  ...Array.from({ length: count }, (_, k) => k + 1),
  Date.now() % 1_000_000,
];
const endings = new Set(['WorkloadCompleted', 'WorkloadFailed', 'WorkloadDeleted']);

describe('∀ seed, ∀ crash between any two steps: the engine goes on from the ledger alone', () => {
  it.each(seedsOf(150))('seed %i', async (seed) => {
    const ledger = memoryLedger();
    expect(await playThroughCrashes(smallScenario(seed, 30), ledger, seed)).toBeGreaterThan(0);
    const ends = await lastFactsOf(ledger);
    expect(ends.filter((type) => !endings.has(type))).toEqual([]);
  });
});

/** Every third job fails and is tried again, every fourth may not run for long, every second is not kept for ever. */
const withDeadlines = (scenario: Scenario): Scenario => ({
  ...scenario,
  jobs: scenario.jobs.map((job, k) => ({
    ...job,
    ...(k % 3 === 0 ? { exitCode: 1, backoffLimit: k % 4 } : { exitCode: 0 }),
    ...(k % 4 === 1 ? { timeLimitMs: 100_000 + k * 1000 } : {}),
    ...(k % 2 === 0 ? { timeToLiveMs: k * 10_000 } : {}),
  })),
});

describe('∀ seed, ∀ crash: no deadline is lost, and none is kept twice', () => {
  it.each(seedsOf(50))('seed %i', async (seed) => {
    const ledger = memoryLedger();
    const scenario = withDeadlines(smallScenario(seed, 30));
    expect(await playThroughCrashes(scenario, ledger, seed)).toBeGreaterThan(0);
    const ends = await lastFactsOf(ledger);
    expect(ends.filter((type) => !endings.has(type) && type !== 'WorkloadStopped')).toEqual([]);
    expect(ends.filter((type) => type === 'WorkloadDeleted').length).toBeGreaterThan(0);
  });
});
