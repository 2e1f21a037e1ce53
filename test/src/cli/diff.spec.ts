import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diff } from '../../../src/app/diff/index.ts';
import { berth } from './on-terminal.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
let facts: readonly Readonly<Record<string, unknown>>[] = [];
beforeAll(async () => {
  await playInto(ledger, reclaimScenario);
  const { stdout } = await berth('ledger', 'export', ledger);
  facts = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
});
afterAll(scratch.remove);

/** The revision of the last fact of a type. */
const lastOf = (type: string): number => facts.findLastIndex((fact) => fact['type'] === type) + 1;

const diff = async (from: number, to: number, ...more: readonly string[]) => {
  const asked = ['diff', `${from}`, `${to}`, '--ledger', ledger, '-o', 'json', ...more];
  const { exitCode, stdout, stderr } = await berth(...asked);
  expect(stderr).toBe('');
  const found: Diff = JSON.parse(stdout);
  return { exitCode, found };
};

const happenedTo = (found: Diff, subject: string) =>
  found.subjects.find((one) => one.subject === subject)?.happened;

describe('berth diff', () => {
  it('∀ revisions: nothing is other than itself, and exit is 0', async () => {
    for (let at = 0; at <= facts.length; at += 7) {
      const { exitCode, found } = await diff(at, at);
      expect({ exitCode, subjects: found.subjects }).toEqual({ exitCode: 0, subjects: [] });
    }
  });

  it('tells who started, ended and was preempted in between, and exits with 1', async () => {
    const { exitCode, found } = await diff(0, facts.length);
    expect(exitCode).toBe(1);
    expect(happenedTo(found, 'workload/short')).toEqual({ submitted: 1, started: 1, completed: 1 });
    expect(happenedTo(found, 'node/n-1')).toEqual({ added: 1 });
    const counted = facts.filter(({ type }) => type === 'WorkloadPreempted').length;
    const told = found.subjects.reduce((sum, { happened }) => sum + (happened.preempted ?? 0), 0);
    expect(told).toBe(counted);
    expect(found.counts['workload submitted']).toBe(5);
  });

  it('tells what of a state is other, by its path', async () => {
    const started = lastOf('WorkloadStarted');
    const { found } = await diff(started - 1, started);
    const [one] = found.subjects;
    expect(one?.happened).toEqual({ started: 1 });
    expect(one?.changes).toEqual([{ path: '$.phase', before: 'Initializing', after: 'Running' }]);
  });

  it('tells whose share is another', async () => {
    const asked = facts.findIndex(({ subject }) => (subject as { id?: string }).id === 'vision-1');
    const { found } = await diff(asked, facts.length, '--subject', 'queue');
    const vision = found.subjects.find(({ subject }) => subject === 'queue/vision@default');
    expect(vision?.happened).toEqual({ share: 1 });
    expect(vision?.changes).toContainEqual({
      path: '$.fairShare.gpuMilli',
      before: 0,
      after: 8000,
    });
    expect(vision?.changes).toContainEqual({
      path: '$.allocated.gpuMilli',
      before: 0,
      after: 8000,
    });
    expect(found.subjects.every(({ subject }) => subject.startsWith('queue/'))).toBe(true);
  });

  it('∀ moments in between: whoever is told on neither half is not told of the whole', async () => {
    const half = Math.floor(facts.length / 2);
    const [first, second, whole] = await Promise.all([
      diff(0, half),
      diff(half, facts.length),
      diff(0, facts.length),
    ]);
    const halves = new Set(
      [...first.found.subjects, ...second.found.subjects].map(({ subject }) => subject),
    );
    for (const { subject } of whole.found.subjects) expect(halves).toContain(subject);
  });

  it('as a table: a line each, the moments, and how many of what', async () => {
    const { exitCode, stdout } = await berth('diff', '0', `${facts.length}`, '--ledger', ledger);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^SUBJECT +WHAT +CHANGES\n/);
    expect(stdout).toContain('workload/short');
    expect(stdout).toContain(`to ${facts.length} (2026-01-0`);
    expect(stdout).toContain('workload submitted 5');
    const same = await berth('diff', '9', '9', '--ledger', ledger);
    expect(same.stdout).toMatch(/^nothing is other from revision 9 /);
  });

  it.each([
    [['9', '3'], 'remedy: say them the other way round: 3, then 9'],
    [['0', '99999'], 'there is no revision 99999: the last fact is'],
    [['0', '9', '--subject', 'queu'], 'did you mean queue?'],
    [['0', '9', '--subject', 'pod/x'], "no kind of subject 'pod'\n  at: --subject\n"],
    [['0', '9', '-o', 'xml'], 'remedy: use -o table, -o json'],
    [['0', 'soon'], "'soon' names no moment"],
  ])('%j is refused with the remedy', async (args, words) => {
    const { exitCode, stderr } = await berth('diff', ...args, '--ledger', ledger);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(words);
  });
});

describe('moments of berth diff and why', () => {
  it('may be named by time: the same as by the revision of then', async () => {
    const last = facts.at(-1)?.['atMs'];
    const byTime = await diff(0, facts.length);
    const asked = ['diff', '0', `${String(last)}ms`, '--ledger', ledger, '-o', 'json'];
    const { exitCode, stdout } = await berth(...asked);
    expect({ exitCode, found: JSON.parse(stdout) }).toEqual(byTime);
    const thenMs = Number(facts[20]?.['atMs']);
    const at = facts.findLastIndex(({ atMs }) => Number(atMs) <= thenMs) + 1;
    const why = ['why', 'node/n-1', '--ledger', ledger, '-o', 'json'];
    const then = await berth(...why, '--at', new Date(thenMs).toISOString());
    expect(then).toEqual(await berth(...why, '--at', `${at}`));
    expect(JSON.parse(then.stdout).revision).toBe(at);
  });
});
