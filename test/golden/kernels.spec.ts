import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { memoryLedger } from '../../adapters/event-log-memory/index.ts';
import { releasedKernels } from '../../adapters/kernels/index.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import { defaultPolicy, kernelVersion } from '../../domain/allocation/index.ts';
import { bundleOf, sha256Of } from '../../kernels/release.ts';
import { createBrain } from '../../src/app/brain.ts';
import { recover } from '../../src/app/recover.ts';
import { replay, type ReplayOptions } from '../../src/app/replay.ts';
import { runAllocation, runTurn } from '../../src/app/turn.ts';
import { createWriter } from '../../src/app/writer.ts';
import { failureOf } from '../../src/cli/failures.ts';
import { replayLedger } from '../../src/main/replay-ledger.ts';
import { root } from '../house/tree.ts';
import { rightOf } from '../src/app/stage.ts';
import { filled, fillFile, linesOf } from './released-ledger.ts';

const releases: Readonly<Record<string, { readonly file: string; readonly sources: string }>> =
  JSON.parse(readFileSync(join(root, 'kernels/digests.json'), 'utf8'));

const inMemory = async (lines: readonly string[]): Promise<EventLog> =>
  filled(rightOf(await memoryLedger().open()()), lines);

const options: ReplayOptions = {
  verify: true,
  mismatchesMax: 10,
  onProgress: () => undefined,
  loadKernel: releasedKernels(),
};

const replayed = async (lines: readonly string[], more: Partial<ReplayOptions> = {}) =>
  replay(createBrain(defaultPolicy), await inMemory(lines), { ...options, ...more });

const scratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-kernels-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

describe('released kernels', () => {
  test('0.1.0 decides again what it decided when it was the program', async () => {
    const report = rightOf(await replayed(linesOf('0.1.0')));
    expect(report).toMatchObject({ mismatches: [], plans: 53, decisions: 97, revisions: 243 });
    // What the program of that release said of this ledger.
    expect(report.decisionDigest).toBe(
      '2e0624c1bf80e9fd4b5e4e4e331014adecc6e860457d123164f21ff6968b2bc5',
    );
  });

  test('are asked about their own decisions: another figure in one of them is told as a difference', async () => {
    const lines = linesOf('0.1.0');
    const at = lines.findIndex((line) => line.includes('"type":"WorkloadPreempted"'));
    const changed = lines[at]?.replace(/("fairShare":\{"gpuMilli":)\d+/, '$17') ?? '';
    expect(changed).not.toBe(lines[at]);
    const { mismatches } = rightOf(await replayed(lines.with(at, changed)));
    const path = '$.victimQueue.fairShare.gpuMilli';
    expect(mismatches).toMatchObject([{ by: 'kernel', basis: at, path, recorded: 7 }]);
  });

  test('decide beside the kernel of today in one ledger, each what names it', async () => {
    const log = await inMemory(linesOf('0.1.0'));
    const brain = createBrain(defaultPolicy);
    const head = rightOf(await recover(brain, log));
    brain.epoch = 1;
    const writer = createWriter(log, head, 64);
    const subject = { kind: 'workload', id: 'chat' } as const;
    const lost = { attempt: 2, nodeId: 'node-a', reason: 'lost' };
    const commands = [
      { type: 'ObserveWorkloadInterrupted', ...lost },
      { type: 'ObserveWorkloadPodsGone', attempt: 2 },
    ] as const;
    for (const [k, command] of commands.entries()) {
      const atMs = 20_000_000 + k;
      const request = { commandId: `later-${k}`, subject, command, atMs } as const;
      rightOf(await runTurn(brain, writer, [{ ...request, origin: 'observation' }]));
      rightOf(await runAllocation(brain, writer, atMs));
    }
    rightOf(await writer.flush());
    const later = rightOf(await log.read(head, 100)());
    expect(later.filter(({ body }) => body.includes(`"kernel":"${kernelVersion}"`))).toHaveLength(
      1,
    );
    const report = rightOf(await replay(createBrain(defaultPolicy), log, options));
    expect(report).toMatchObject({ mismatches: [], plans: 54 });
  });

  test('that nobody has are refused by name, with those there are', async () => {
    const ledger = join(scratch(), 'unknown.db');
    const lines = linesOf('0.1.0').map((line) => line.replaceAll('"0.1.0"', '"0.0.9"'));
    await fillFile(ledger, lines);
    const outcome = await replayLedger(ledger, { verify: true }, () => undefined);
    expect(outcome).toMatchObject({ left: { _tag: 'KernelMissing' } });
    const { what, where, remedy } = failureOf(Reflect.get(outcome, 'left'), ledger);
    expect(what).toBe(
      `kernel 0.0.9 decided here, and this program does not have it: it has ${[...Object.keys(releases), kernelVersion].join(', ')}`,
    );
    expect(where).toMatch(/unknown\.db, revision \d+$/);
    expect(remedy).toContain('newer');
    expect(await replayLedger(ledger, { verify: false }, () => undefined)).toHaveProperty('right');
  });

  test('∀ released kernel: one changed byte is refused, and so is a file that is gone', async () => {
    for (const [version, { file }] of Object.entries(releases)) {
      const folder = scratch();
      cpSync(join(root, 'kernels'), folder, { recursive: true });
      const text = readFileSync(join(folder, file), 'utf8');
      writeFileSync(join(folder, file), text.replace('binpack', 'spreads'));
      const altered = await releasedKernels(folder)(version);
      expect(altered).toMatchObject({ left: { _tag: 'KernelAltered', version } });
      rmSync(join(folder, file));
      const gone = await releasedKernels(folder)(version);
      expect(gone).toMatchObject({ left: { _tag: 'KernelUnreadable', version } });
    }
  });

  test('say the version under which they are listed', async () => {
    expect(Object.keys(releases)).toContain('0.1.0');
    for (const version of Object.keys(releases)) {
      expect(rightOf(await releasedKernels()(version)).version).toBe(version);
    }
  });

  test('never change: the kernel of the tree has another version, or is the released one', async () => {
    const { version, code, sources } = await bundleOf(root);
    expect(version).toBe(kernelVersion);
    expect(sha256Of(code)).toHaveLength(64);
    expect([undefined, sources]).toContain(releases[version]?.sources);
  });
});
