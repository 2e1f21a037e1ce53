import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../adapters/event-log-sqlite/index.ts';
import { readFacts } from '../../../src/app/read.ts';
import type { NewRecord } from '../../../adapters/ports/event-log.ts';
import { rightOf } from '../app/stage.ts';
import { berth } from './on-terminal.ts';
import { siteWith } from './site.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'whole.db');
const records: NewRecord[] = [];
const instants: number[] = [];

beforeAll(async () => {
  await playInto(ledger, reclaimScenario);
  const log = rightOf(await openLedger({ path: ledger, mode: 'read' })());
  const { revision: to } = rightOf(await log.head()());
  const read = await readFacts(log, { after: 0, to }, ({ fact, record }) => {
    const subject = `${fact.subject.kind}/${fact.subject.id}`;
    records.push({ body: record.body, subject, commandId: fact.commandId });
    instants.push(fact.atMs);
  });
  rightOf(read);
  rightOf(await log.close()());
});
afterAll(scratch.remove);

/** A ledger that ends with a revision. */
const endingWith = async (revision: number): Promise<string> => {
  const path = join(scratch.folder, `until-${revision}.db`);
  const log = rightOf(await openLedger({ path, mode: 'write' })());
  rightOf(await log.append(0, records.slice(0, revision))());
  rightOf(await log.close()());
  return path;
};

const questions: readonly (readonly string[])[] = [
  ...['workload', 'training', 'queue', 'project', 'department', 'nodepool', 'node', 'cluster'].map(
    (noun) => [noun, 'list', '-o', 'json'],
  ),
  ['workload', 'list', '--phase', 'Running'],
  ['workload', 'list', '--deleted'],
  ['workload', 'describe', 'vision-1'],
  ['node', 'describe', 'n-1', '-o', 'json'],
  ['queue', 'describe', 'speech@default'],
  ['workload', 'logs', 'speech-2'],
  ['audit', 'list', '--limit', '5'],
];

describe('--at', () => {
  it('tells of a ledger what a ledger tells that ends there', async () => {
    for (const revision of [5, 23, Math.floor(records.length / 2), records.length]) {
      const prefix = await endingWith(revision);
      for (const question of questions) {
        const then = await berth(...question, '--ledger', prefix);
        const now = await berth(...question, '--ledger', ledger, '--at', `${revision}`);
        expect([question, revision, now.stdout, now.exitCode]).toEqual([
          question,
          revision,
          then.stdout,
          then.exitCode,
        ]);
      }
    }
  });

  it('takes a time, and counts back from the last fact', async () => {
    const lastMs = instants.at(-1) ?? 0;
    const askedMs = lastMs - 1_800_000;
    const revision = instants.findIndex((atMs) => atMs > askedMs);
    const wanted = await berth('workload', 'list', '--ledger', ledger, '--at', `${revision}`);
    for (const at of ['-30m', '-1800s', `${askedMs}ms`, new Date(askedMs).toISOString()]) {
      const found = await berth('workload', 'list', '--ledger', ledger, `--at=${at}`);
      expect([at, found.stdout]).toEqual([at, wanted.stdout]);
    }
  });

  it('refuses what names no moment of the ledger, and says what there is', async () => {
    const head = records.length;
    const refused: [string, string][] = [
      ['yesterday', "'yesterday' names no moment"],
      [`${head + 1}`, `there is no revision ${head + 1}: the last fact is ${head}`],
      ['0', `name a revision from 1 to ${head}`],
      ['2020-01-01', 'its first fact is of 2026-01-05T00:00:00Z'],
    ];
    for (const [at, says] of refused) {
      const { exitCode, stdout, stderr } = await berth(
        'node',
        'list',
        '--ledger',
        ledger,
        '--at',
        at,
      );
      expect([at, exitCode, stdout]).toEqual([at, 2, '']);
      expect(stderr).toContain(says);
    }
  });

  it('asks a server for the moment, whatever the question, and for news of none', async () => {
    const { berth: ask, ask: tell } = await siteWith(['a', 'b']);
    const { revision } = JSON.parse((await ask('events', '--limit', '1', '-o', 'json')).stdout);
    await tell({ type: 'DeleteWorkload', workloadId: 'b', reason: '' });
    await tell({ type: 'StopWorkload', workloadId: 'a', reason: '' });
    const at = ['--at', `${revision}`];
    const list = await ask('workload', 'list', '-o', 'name', ...at);
    expect(list.stdout.split('\n').filter(Boolean).toSorted()).toEqual([
      'workload/a',
      'workload/b',
    ]);
    expect((await ask('workload', 'describe', 'b', ...at)).stdout).not.toContain('Delet');
    expect((await ask('workload', 'logs', 'a', ...at)).stdout).not.toContain('Stop');
    const last = JSON.parse((await ask('events', '--limit', '1', '-o', 'json', ...at)).stdout);
    expect(last.revision).toBe(revision);
    expect((await ask('workload', 'list', '--watch', ...at)).exitCode).toBe(2);
    expect(await ask('node', 'list', '--at', '9999')).toMatchObject({ exitCode: 2, stdout: '' });
  });
});
