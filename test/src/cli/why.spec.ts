import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cause, Why } from '../../../src/app/why/index.ts';
import { berth } from './on-terminal.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
beforeAll(() => playInto(ledger, reclaimScenario));
afterAll(scratch.remove);

const why = async (...args: readonly string[]): Promise<Why> => {
  const answer = await berth('why', ...args, '--ledger', ledger, '-o', 'json');
  expect(answer).toMatchObject({ exitCode: 0, stderr: '' });
  return JSON.parse(answer.stdout);
};

interface Stored {
  readonly revision: number;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The facts of a type, as they are stored. */
const factsOf = (type: string): readonly Stored[] => {
  const db = new DatabaseSync(ledger, { readOnly: true });
  const rows = db.prepare('SELECT revision, body FROM events ORDER BY revision').all();
  db.close();
  return rows
    .map((row) => ({ ...JSON.parse(String(row['body'])), revision: Number(row['revision']) }))
    .filter((fact) => fact.type === type);
};

const lastOf = (type: string, subject?: string): Stored => {
  const found = factsOf(type).findLast((fact) => subject === undefined || fact.subject === subject);
  if (found === undefined) throw new Error(`no ${type}`);
  return found;
};

const all = (cause: Cause): readonly Cause[] => [cause, ...cause.causes.flatMap(all)];
const sentences = (answer: Why): string =>
  all(answer.because)
    .map(({ says }) => says)
    .join('\n');
const figuresOf = (answer: Why, key: string): unknown =>
  all(answer.because).find(({ figures }) => figures !== undefined && key in figures)?.figures;

describe('why a workload was taken off its devices', () => {
  const taken = () => lastOf('WorkloadPreempted');
  const victim = () => taken().subject.slice('workload/'.length);

  it('names who needed the room, both queues with the numbers of the decision, kernel, policy and revisions', async () => {
    const { revision, data } = taken();
    const answer = await why(victim(), '--at', `${revision}`);
    expect(answer.outcome).toBe('Terminating');
    expect(figuresOf(answer, 'preemptorId')).toEqual({
      action: 'reclaim',
      preemptorId: 'vision-1',
    });
    const queues = all(answer.because).flatMap(({ figures }) =>
      figures && 'fairShare' in figures ? [figures] : [],
    );
    expect(queues).toEqual([data['victimQueue'], data['preemptorQueue']]);
    expect(figuresOf(answer, 'kernel')).toMatchObject(data['basis'] as object);
    expect(sentences(answer)).toContain('it has not got it yet');
  });

  it('is told while it waits again, beside what stands against it now', async () => {
    const answer = await why(`workload/${victim()}`);
    expect(answer.outcome).toBe('Pending');
    expect(figuresOf(answer, 'verdict')).toMatchObject({
      verdict: { _tag: 'InsufficientCapacity', askedGpuMilli: 8000, freeGpuMilli: 0 },
    });
    expect(sentences(answer)).toContain(
      'reclaimed for a queue that is owed more: workload vision-1',
    );
    expect(sentences(answer)).toMatch(/it got it at revision \d+\./);
    expect(sentences(answer)).toContain('8 GPUs more have to come free.');
  });
});

describe('why a workload waits', () => {
  it('tells its place in line and what every node says, by reason and with counts', async () => {
    const answer = await why('wide');
    expect(answer.outcome).toBe('Pending');
    expect(figuresOf(answer, 'refusals')).toMatchObject({
      podsAsked: 1,
      podsFit: 0,
      nodes: 2,
      refusals: [{ reason: 'fewer-gpus-than-asked', nodes: 2, examples: ['n-1', 'n-2'] }],
    });
    expect(figuresOf(answer, 'before')).toMatchObject({ before: 0, waiting: 1 });
    expect(sentences(answer)).toContain(
      'A larger node has to join, or its pods have to ask for less.',
    );
  });
});

describe('why a workload is where it is', () => {
  it('tells what the other nodes said when it was placed, and who went for it', async () => {
    const answer = await why('vision-1');
    const given = lastOf('WorkloadAllocated', 'workload/vision-1');
    expect(answer.outcome).toBe('Running');
    expect(figuresOf(answer, 'placements')).toEqual({ placements: given.data['placements'] });
    expect(figuresOf(answer, 'victims')).toEqual({
      victims: [lastOf('WorkloadPreempted').subject.slice(9)],
    });
    expect(figuresOf(answer, 'refusals')).toMatchObject({ nodes: 2, podsAsked: 1 });
  });

  it('a workload that has ended says who said so', async () => {
    const answer = await why('short');
    expect(answer.outcome).toBe('Completed');
    expect(sentences(answer)).toContain('The cluster reported it');
  });
});

describe('why of nodes and queues', () => {
  it('a node tells who holds it', async () => {
    const answer = await why('node/n-1');
    expect(answer.outcome).toBe('Ready');
    expect(sentences(answer)).toMatch(/1 workload hold 8 GPUs of it: (speech|vision)-\d/);
  });

  it('a queue tells its figures up to the root, and why its first waits', async () => {
    const answer = await why('queue/vision@default');
    expect(answer.outcome).toBe('AtFairShare');
    expect(figuresOf(answer, 'deserved')).toMatchObject({
      queueId: 'vision@default',
      allocated: { gpuMilli: 8000 },
    });
    expect(sentences(answer)).toContain('first is wide, which asks for 9 GPUs');
  });
});

describe('berth why', () => {
  it('says the same as text and as Markdown', async () => {
    const said = sentences(await why('wide')).split('\n');
    const text = (await berth('why', 'wide', '--ledger', ledger)).stdout;
    const markdown = (await berth('why', 'wide', '--ledger', ledger, '-o', 'markdown')).stdout;
    for (const sentence of said) {
      expect(text).toContain(sentence);
      expect(markdown.replaceAll('\\', '')).toContain(sentence);
    }
    expect(text).toMatch(/^workload wide: Pending\n/);
    expect(markdown).toMatch(/^## workload wide: Pending\n\n- It is Pending/);
  });

  it('answers as it was at every revision of the life of a workload', async () => {
    const born = lastOf('WorkloadSubmitted', 'workload/speech-2').revision;
    const head = factsOf('WorkloadStarted').at(-1)?.revision ?? 0;
    const outcomes = new Set<string>();
    for (let at = born; at <= head; at += 1) {
      const answer = await why('speech-2', '--at', `${at}`);
      expect(answer.revision).toBe(at);
      outcomes.add(answer.outcome);
    }
    expect(outcomes).toContain('Pending');
    expect(outcomes).toContain('Running');
  });

  it.each([
    [['nobody'], 3, "there is no workload, node, queue 'nobody'"],
    [['node/wide'], 3, "there is no node 'wide'"],
    [['wide', '--at', '1'], 3, "there is no workload, node, queue 'wide'"],
    [['wide', '--at', '99999'], 2, 'there is no revision 99999: the last fact is'],
    [['wide', '-o', 'xml'], 2, "unknown output format 'xml'"],
  ])('%j is answered with exit code %d and a remedy', async (args, exitCode, words) => {
    const told = await berth('why', ...args, '--ledger', ledger);
    expect(told).toMatchObject({ exitCode, stdout: '' });
    expect(told.stderr).toContain(words);
    expect(told.stderr).toMatch(/\n {2}remedy: \S/);
  });

  it('tells of a workload that nobody knows that it may have been refused, and how to hear why; of a node it does not', async () => {
    const remedyOf = async (subject: string) => {
      const { stderr } = await berth('why', subject, '--ledger', ledger);
      return /remedy: (.*)/.exec(stderr)?.[1];
    };
    const said = `a submission that was refused leaves no fact: berth workload submit -f FILE --dry-run=server --ledger ${ledger} says`;
    expect(await remedyOf('workload/nobody')).toContain(said);
    expect(await remedyOf('nobody')).toContain(said);
    expect(await remedyOf('node/nobody')).not.toContain('refused');
  });
});
