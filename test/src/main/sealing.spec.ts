import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { virtualClock } from '../../../adapters/clock/index.ts';
import { openLedger } from '../../../adapters/event-log-sqlite/index.ts';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import type { Ask } from '../../../adapters/ports/ask.ts';
import type { EventLog } from '../../../adapters/ports/event-log.ts';
import { openSeals } from '../../../adapters/sealed-fields/index.ts';
import { digestOf } from '../../../src/app/replay.ts';
import { smallSite, submission } from '../../../src/main/library-asks.ts';
import { type RunningBrain, startLiveBrain } from '../../../src/main/live-brain.ts';
import { noCluster } from '../../../src/main/no-cluster.ts';
import type { Sealing } from '../../../src/main/sealing/seal-ask.ts';
import { startBrain } from '../../../src/main/start-brain.ts';
import { rightOf } from '../app/stage.ts';
import { berth } from '../cli/on-terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'berth-sealing-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const site = smallSite({ nodes: 2, gpusPerNode: 8, projects: { vision: 8, speech: 8 } });
const canary = 'hunter2-0b5e9d';
const container = { image: 'pytorch:25.10', command: 'python', environment: { TOKEN: canary } };

const brainOn = async (log: EventLog, sealing: Sealing | undefined): Promise<RunningBrain> =>
  rightOf(
    await startLiveBrain({
      log,
      cluster: noCluster(),
      clock: virtualClock(1_767_225_600_000),
      holder: 'test',
      // Nobody looks at the clock by itself: a test says when.
      bounds: { cycleMs: 600_000 },
      sealing,
    }),
  );

/** The id of an election is drawn by lot. */
const withoutDrawn = (text: string): string => text.replace(/elect:[0-9a-f-]+/g, 'elect');

const asker = (brain: RunningBrain) => {
  let sent = 0;
  return (ask: Ask) => brain.ask({ ask, commandId: `c${(sent += 1)}`, actor: 'alice' });
};

const job = (name: string, more = {}): Ask =>
  submission({ name, workloadId: name, projectId: 'vision', gpus: 1, more });

/** Plays one secret submission among others into a file. */
const play = async (name: string, isOn: boolean): Promise<string> => {
  const path = at(name);
  const seals = isOn ? rightOf(await openSeals(`${path}-keys`)) : undefined;
  const sealing = seals && { seals, isOn };
  const brain = await brainOn(rightOf(await openLedger({ path, mode: 'write' })()), sealing);
  const ask = asker(brain);
  for (const one of site) rightOf(rightOf(await ask(one)));
  rightOf(rightOf(await ask(job('plain'))));
  const done = rightOf(rightOf(await ask(job('secret', { container }))));
  // Whoever asks is told what was asked for, sealed or not.
  expect(done.facts[0]?.data).toMatchObject({ container });
  rightOf(rightOf(await ask(job('other', { container }))));
  await brain.beat();
  await brain.close();
  return path;
};

const bytesBeside = (path: string): string =>
  readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((file) => file.startsWith(path) && !file.endsWith('-keys'))
    .map((file) => readFileSync(file, 'latin1'))
    .join('');

let sealed = '';
let open = '';
beforeAll(async () => {
  [sealed, open] = [await play('sealed.db', true), await play('open.db', false)];
});

describe('a protected ledger', () => {
  it('does not hold what was sealed, in any of its bytes; one that is not protected does', () => {
    expect(bytesBeside(sealed)).toContain('pytorch:25.10');
    expect(bytesBeside(sealed)).not.toContain(canary);
    expect(bytesBeside(open)).toContain(canary);
  });

  it('has keys for the eyes of its owner alone', async () => {
    expect(statSync(`${sealed}-keys`).mode & 0o777).toBe(0o600);
    const bad = at('bad-keys');
    writeFileSync(bad, '', { mode: 0o644 });
    expect(await openSeals(bad)).toMatchObject({
      _tag: 'Left',
      left: { problem: expect.stringContaining('mode 644'), remedy: `chmod 600 ${bad}` },
    });
  });

  it('decides as an open one: the same facts but for what was sealed, the same verdicts', async () => {
    const facts = async (file: string) =>
      (await berth('ledger', 'export', file)).stdout
        .trim()
        .split('\n')
        .map((line) => ({
          ...JSON.parse(withoutDrawn(line)),
          id: undefined,
          protected: undefined,
          hash: undefined,
        }))
        .map((fact) => ({ ...fact, data: { ...fact.data, container: undefined } }));
    expect(await facts(sealed)).toEqual(await facts(open));
  });
});

describe('berth ledger shred', () => {
  const looks = (file: string): readonly (readonly string[])[] => [
    ['ledger', 'verify', file, '-o', 'json'],
    ['ledger', 'verify', file, '--against', at('witness'), '--verifier', at('key.pub')],
    ['ledger', 'check', at('proof.json'), '--verifier', at('key.pub')],
    ['ledger', 'check-bundle', at('all.bundle'), '--verifier', at('key.pub')],
    ['replay', file, '--verify', '-o', 'json'],
    ['ledger', 'export', file],
    ['workload', 'list', '--ledger', file, '-o', 'json'],
  ];
  const answers = async () => {
    const found = [];
    for (const args of looks(sealed)) found.push(await berth(...args));
    return found;
  };
  const against = ['--against', at('witness'), '--verifier', at('key.pub')];

  it('destroys what can be read of a subject, and changes no verification, proof or replay', async () => {
    await berth('ledger', 'keygen', at('key'), '--name', 'berth.example/test');
    await berth('ledger', 'checkpoint', sealed, '--key', at('key'), '--witness', at('witness'));
    const facts = (await berth('ledger', 'export', sealed)).stdout.split('\n');
    const revision = 1 + facts.findIndex((line) => line.includes('"protected":"'));
    const proof = await berth('ledger', 'prove', sealed, `${revision}`, ...against);
    writeFileSync(at('proof.json'), proof.stdout);
    await berth('ledger', 'bundle', sealed, '--out', at('all.bundle'), ...against);
    const before = await answers();
    expect(before.map(({ exitCode }) => exitCode)).toEqual(looks(sealed).map(() => 0));
    const describe = async (id: string) =>
      (await berth('workload', 'describe', id, '--ledger', sealed)).stdout;
    expect(await describe('secret')).toContain(`TOKEN=${canary}`);

    const told = await berth('ledger', 'shred', sealed, 'workload/secret');
    expect(told).toMatchObject({ exitCode: 0, stderr: '' });
    expect(told.stdout).toContain('shredded workload/secret: 1 of 1 keys destroyed');

    expect(await answers()).toEqual(before);
    expect(await describe('secret')).toMatch(/runs: +shredded/);
    expect(await describe('secret')).not.toContain(canary);
    expect(await describe('other')).toContain(`TOKEN=${canary}`);
    const again = await berth('ledger', 'shred', sealed, 'workload/secret');
    expect(again).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('destroyed before'),
    });
  });

  it('afterwards a copy is refused, and one of another workload has what its source had', async () => {
    const seals = rightOf(await openSeals(`${sealed}-keys`));
    const log = rightOf(await openLedger({ path: sealed, mode: 'write' })());
    const brain = await brainOn(log, { seals, isOn: true });
    const copy = (clonedFrom: string) =>
      brain.ask({
        ask: job(`copy-of-${clonedFrom}`, { clonedFrom, container: { image: 'pytorch:25.10' } }),
        commandId: `copy:${clonedFrom}`,
        actor: 'alice',
      });
    expect(rightOf(await copy('secret'))).toEqual({
      _tag: 'Left',
      left: { _tag: 'SourceSealed', sourceId: 'secret', isShredded: true },
    });
    expect(rightOf(rightOf(await copy('other'))).facts[0]?.data).toMatchObject({ container });
    expect(rightOf(rightOf(await copy('plain'))).facts[0]?.data).not.toHaveProperty(
      'container.command',
    );
    const locked = await berth('ledger', 'shred', sealed, 'workload/other');
    expect(locked).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('another process'),
    });
    await brain.close();
    expect(bytesBeside(sealed)).not.toContain(canary);
  });

  it.each([
    ['workload/nobody', 'no fact is about workload/nobody'],
    ['nonsense', 'no fact is about nonsense'],
  ])('of %s is refused with a remedy', async (subject, words) => {
    const { exitCode, stderr } = await berth('ledger', 'shred', sealed, subject);
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(words),
    });
    expect(stderr).toMatch(/\n {2}remedy: \S/);
  });

  it('says so where there is no file of keys, or one that is none', async () => {
    const none = await berth('ledger', 'shred', open, 'workload/secret');
    expect(none.stderr).toContain('there is no file of keys');
    writeFileSync(at('odd-keys'), 'odd\n', { mode: 0o600 });
    const odd = await berth('ledger', 'shred', sealed, 'workload/other', '--keys', at('odd-keys'));
    expect(odd).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('no file of keys') });
  });
});

describe('sealed fields', () => {
  it('open for their own subject alone, and not when they were bent', async () => {
    const seals = rightOf(await openSeals(at('own-keys')));
    const text = rightOf(await seals.seal('workload/a', canary));
    expect(seals.open('workload/a', text)).toEqual({ _tag: 'Plain', text: canary });
    expect(seals.open('workload/b', text)).toEqual({ _tag: 'KeyMissing' });
    const bent = Buffer.from(text, 'base64');
    bent[40] = (bent[40] ?? 0) ^ 1;
    expect(seals.open('workload/a', bent.toString('base64'))).toEqual({ _tag: 'KeyMissing' });
    expect(seals.open('workload/a', '')).toEqual({ _tag: 'KeyMissing' });
  });

  it('open after a start, also where a crash has cut a line of keys that nobody had used', async () => {
    const file = at('torn-keys');
    const first = rightOf(await openSeals(file));
    const text = rightOf(await first.seal('workload/a', canary));
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"id":"01`, { mode: 0o600 });
    const second = rightOf(await openSeals(file));
    const more = rightOf(await second.seal('workload/b', 'more'));
    const third = rightOf(await openSeals(file));
    expect(third.open('workload/a', text)).toEqual({ _tag: 'Plain', text: canary });
    expect(third.open('workload/b', more)).toEqual({ _tag: 'Plain', text: 'more' });
  });

  it('∀ secrets: the same state and the same facts but for the ciphertext', async () => {
    const environment = fc.dictionary(
      fc.stringMatching(/^[A-Z]{1,8}$/),
      fc.string({ unit: 'binary' }),
    );
    const secret = fc.record({ command: fc.string({ unit: 'grapheme' }), environment });
    const run = async (more: object) => {
      const ledger = memoryLedger();
      const seals = rightOf(await openSeals(at('law-keys')));
      const brain = await brainOn(rightOf(await ledger.open()()), { seals, isOn: true });
      const ask = asker(brain);
      for (const one of site) rightOf(rightOf(await ask(one)));
      await ask(job('a', { container: { image: 'i', ...more } }));
      await ask(job('a', { container: { image: 'i', ...more } }));
      await brain.beat();
      await brain.close();
      const log = rightOf(await ledger.open()());
      const bodies = rightOf(await log.read(0, 512)()).map(({ body }) => body);
      const { states } = rightOf(await startBrain(log));
      await log.close()();
      const plain = bodies.map((body) => withoutDrawn(body).replace(/,"protected":"[^"]+"/, ''));
      return { plain, digest: digestOf(states), hasSealed: plain.join() !== bodies.join() };
    };
    const usual = await run({ command: 'usual' });
    expect(usual.hasSealed).toBe(true);
    await fc.assert(
      fc.asyncProperty(secret, async (more) => {
        expect(await run(more)).toEqual(usual);
      }),
      { numRuns: 20 },
    );
  });
});
