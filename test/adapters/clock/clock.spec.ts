import { describe, expect, it } from 'vitest';
import { realClock, virtualClock } from '../../../adapters/clock/index.ts';

describe('clock', () => {
  it('a virtual clock stands still until somebody waits', async () => {
    const clock = virtualClock(1_000);
    expect(clock.nowMs()).toBe(1_000);
    await clock.until(90_000_000);
    expect(clock.nowMs()).toBe(90_000_000);
    await clock.until(5);
    expect(clock.nowMs()).toBe(90_000_000);
  });

  it('a real clock waits until its own time has come, in whole milliseconds', async () => {
    const clock = realClock();
    const fromMs = clock.nowMs();
    expect(Number.isInteger(fromMs)).toBe(true);
    await clock.until(fromMs + 15);
    expect(clock.nowMs()).toBeGreaterThanOrEqual(fromMs + 15);
  });

  it('a real clock does not wait for the past', async () => {
    const clock = realClock();
    const fromMs = clock.nowMs();
    await clock.until(fromMs - 1_000_000);
    expect(clock.nowMs() - fromMs).toBeLessThan(1_000);
  });
});
