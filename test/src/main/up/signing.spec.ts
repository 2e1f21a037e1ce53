import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { memoryLedger } from '../../../../adapters/event-log-memory/index.ts';
import type { EventLog } from '../../../../adapters/ports/event-log.ts';
import type { Log } from '../../../../adapters/ports/log.ts';
import { makeKeys } from '../../../../src/main/proof/make-keys.ts';
import { openSigner, type Signer } from '../../../../src/main/proof/signer.ts';
import { startSigning } from '../../../../src/main/up/signing.ts';
import { filled } from '../../../golden/released-ledger.ts';
import { linesIn } from '../../../golden/ledgers/kept.ts';
import { rightOf } from '../../app/stage.ts';
import { scratchFolder } from './process.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const lines = linesIn('kernel-0.1.0');
const keyFile = join(scratch.folder, 'key');
const witnessFile = join(scratch.folder, 'witness');
const options = { keyFile, witnessFile };

const ledgerOf = async (facts: readonly string[]): Promise<EventLog> =>
  filled(rightOf(await memoryLedger().open()()), facts);
const signed = (): readonly number[] =>
  existsSync(witnessFile)
    ? [...readFileSync(witnessFile, 'utf8').matchAll(/^berth\.example\/site\n(\d+)\n/gm)].map(
        ([, size]) => Number(size),
      )
    : [];

beforeEach(async () => {
  writeFileSync(witnessFile, '');
  renameSync(witnessFile, join(scratch.folder, 'old'));
  if (!existsSync(keyFile)) rightOf(await makeKeys(keyFile, 'berth.example/site'));
});

describe('what signs a ledger as it grows', () => {
  test('adds one checkpoint for all facts there are, and none for facts that are signed already', async () => {
    const log = await ledgerOf(lines.slice(0, 40));
    const signer = rightOf(await openSigner(log, options));
    expect(signer.signedUpTo()).toBe(0);
    expect(rightOf(await signer.sign())).toBe(40);
    expect(rightOf(await signer.sign())).toBeUndefined();
    const more = lines.slice(40, 90).map((body) => ({ body, subject: '', commandId: '' }));
    rightOf(await log.append(40, more)());
    expect(rightOf(await signer.sign())).toBe(90);
    expect(signed()).toEqual([40, 90]);
  });

  test('goes on after a start from what it finds: the tree is that of all facts', async () => {
    const first = rightOf(await openSigner(await ledgerOf(lines.slice(0, 100)), options));
    rightOf(await first.sign());
    const again = rightOf(await openSigner(await ledgerOf(lines), options));
    expect(again.signedUpTo()).toBe(100);
    expect(rightOf(await again.sign())).toBe(lines.length);
    // Whoever comes third holds the ledger against both.
    expect(rightOf(await openSigner(await ledgerOf(lines), options)).signedUpTo()).toBe(
      lines.length,
    );
  });

  test('refuses a ledger that is shorter or other than the witness says, or a witness that somebody bent', async () => {
    const signer = rightOf(await openSigner(await ledgerOf(lines), options));
    rightOf(await signer.sign());
    const shorter = await openSigner(await ledgerOf(lines.slice(0, -1)), options);
    expect(shorter).toMatchObject({ left: { _tag: 'LedgerDiffers', size: lines.length } });
    const bent = lines.with(7, lines[7]?.replace('"epoch":1', '"epoch":2') ?? '');
    expect(bent).not.toEqual(lines);
    const other = await openSigner(await ledgerOf(bent), options);
    expect(other).toMatchObject({ left: { _tag: 'LedgerDiffers', agreesUpTo: 0 } });
    appendFileSync(witnessFile, '\nberth.example/site\n7\nAAAA\n');
    const torn = await openSigner(await ledgerOf(lines), options);
    expect(torn).toMatchObject({ left: { _tag: 'InputRefused', file: witnessFile } });
  });
});

describe('how often a running ledger is signed', () => {
  const said: string[] = [];
  const silent = () => undefined;
  const log: Log = {
    debug: silent,
    info: silent,
    warn: silent,
    error: (_, text) => said.push(text),
  };
  const often = { ...options, everyFacts: 10, everyMinutes: 60 };

  /** A brain that is told how far it is, and a signer that only counts. */
  const stage = (sign: Signer['sign']) => {
    const at = { revision: 0, tell: silent as () => void };
    const brain = {
      revision: () => at.revision,
      follow: (onFacts: (facts: readonly []) => void) => {
        at.tell = () => onFacts([]);
        return silent;
      },
    };
    const stop = startSigning(
      brain,
      { config: { sign: often }, log },
      { sign, signedUpTo: () => 0 },
    );
    const reach = async (revision: number): Promise<void> => {
      at.revision = revision;
      at.tell();
      await Promise.resolve();
      await Promise.resolve();
    };
    return { reach, stop };
  };

  test('at the start, after so many facts, and at the end', async () => {
    let count = 0;
    const { reach, stop } = stage(async () => ({ _tag: 'Right', right: (count += 1) }));
    await reach(3);
    expect(count).toBe(1);
    await reach(9);
    expect(count).toBe(1);
    await reach(12);
    expect(count).toBe(2);
    await reach(14);
    expect(count).toBe(2);
    await stop();
    expect(count).toBe(3);
  });

  test('what cannot be kept is told, and tried again only when the next is due', async () => {
    let count = 0;
    const fault = { _tag: 'InputRefused', retry: 'never', file: 'w', line: undefined } as const;
    const { reach, stop } = stage(async () => {
      count += 1;
      return { _tag: 'Left', left: { ...fault, field: undefined, problem: 'full', remedy: '' } };
    });
    await reach(11);
    await reach(12);
    await reach(13);
    expect(count).toBe(2);
    expect(said).toEqual(['no checkpoint could be signed', 'no checkpoint could be signed']);
    await stop();
  });

  test('nothing is signed where nobody asked for it', async () => {
    const brain = { revision: () => 0, follow: () => silent };
    await startSigning(brain, { config: { sign: undefined }, log }, undefined)();
    expect(signed()).toEqual([]);
  });
});
