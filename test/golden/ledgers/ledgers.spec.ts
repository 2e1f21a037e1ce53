import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import { releasedKernels } from '../../../adapters/kernels/index.ts';
import { createSchemaCheck } from '../../../adapters/schema-check/index.ts';
import { defaultPolicy, kernelVersion } from '../../../domain/allocation/index.ts';
import { allFacts, factByType } from '../../../domain/catalogue/events.ts';
import type { StoredEnvelope } from '../../../domain/foundation/event.ts';
import { createBrain } from '../../../src/app/brain.ts';
import { replay } from '../../../src/app/replay.ts';
import { root } from '../../house/tree.ts';
import { rightOf } from '../../src/app/stage.ts';
import { berth } from '../../src/cli/on-terminal.ts';
import { fillFile, filled } from '../released-ledger.ts';
import { digestOf, isFrozen, ledgerNames, ledgerText, linesIn, listedDigests } from './kept.ts';
import { stories } from './stories.ts';
import { tell } from './tell.ts';

const schemasIn = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => {
    const { type, schema = 1 }: StoredEnvelope = JSON.parse(line);
    return `${type}.v${schema}`;
  });

/** Every schema of every fact that this program reads. */
const readable = allFacts.flatMap(({ type, schema }) =>
  Array.from({ length: schema }, (_, before) => `${type}.v${before + 1}`),
);

const replayed = async (lines: readonly string[]) => {
  const log = await filled(rightOf(await memoryLedger().open()()), lines);
  return rightOf(
    await replay(createBrain(defaultPolicy), log, {
      verify: true,
      mismatchesMax: 10,
      onProgress: () => undefined,
      loadKernel: releasedKernels(),
    }),
  );
};

describe('golden ledgers › whole ledgers of every schema', () => {
  test.each(ledgerNames())(
    '%s: every fact fits its schema, and every decision follows by the kernel that it names',
    async (name) => {
      const lines = linesIn(name);
      const check = createSchemaCheck();
      for (const [k, line] of lines.entries()) rightOf(check(k + 1, line));
      const report = await replayed(lines);
      expect(report).toMatchObject({ mismatches: [], revisions: lines.length });
      expect(report.decisions).toBeGreaterThan(0);
    },
  );

  test('between them they hold every fact in every schema that is read; `make.ts` beside them adds one', () => {
    const held = new Set(ledgerNames().flatMap((name) => schemasIn(linesIn(name))));
    expect(readable.filter((schema) => !held.has(schema))).toEqual([]);
    expect([...held].filter((schema) => !readable.includes(schema))).toEqual([]);
  });

  test('one that is there stays, byte for byte', () => {
    const digests = Object.fromEntries(
      ledgerNames().map((name) => [name, digestOf(ledgerText(name))]),
    );
    expect(digests).toEqual(listedDigests());
  });

  test('the one of the present kernel is what this tree writes; until its release `make.ts` may write it anew', async () => {
    const name = `kernel-${kernelVersion}`;
    const story = stories[name];
    if (story === undefined) throw new Error(`no story is told of kernel ${kernelVersion}`);
    const told = await tell(root, story);
    // A released kernel's ledger is history: later programs may tell the story otherwise, in newer schemas.
    expect(isFrozen(name, true) ? linesIn(name) : told).toEqual(linesIn(name));
    expect(told.length).toBeGreaterThan(100);
  });

  test('what older programs or released kernels wrote is frozen', () => {
    expect(isFrozen('schemas-1', false)).toBe(true);
    expect(isFrozen('kernel-0.1.0', true)).toBe(true);
    expect(isFrozen('kernel-9.9.9', true)).toBe(false);
  });
});

describe('golden ledgers › a schema that is newer than the program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-newer-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const lines = linesIn('kernel-0.1.0');
  const newer = lines.length - 1;
  const lifted = (line: string): string => {
    const stored: StoredEnvelope = JSON.parse(line);
    const known = factByType.get(stored.type)?.schema ?? 1;
    const bare = line.replace(/"schema":\d+,/, '');
    return bare.replace('"subject"', `"schema":${known + 1},"subject"`);
  };

  const commands = [
    ['replay', '@'],
    ['replay', '@', '--verify'],
    ['ledger', 'verify', '@'],
    ['ledger', 'stats', '@'],
    ['ledger', 'bundle', '@', '--out', join(folder, 'b')],
    ['workload', 'list', '--ledger', '@'],
    ['queue', 'list', '--ledger', '@'],
    ['audit', 'list', '--ledger', '@'],
    ['why', 'chat', '--ledger', '@'],
    ['diff', '1', '243', '--ledger', '@'],
  ];

  test.each(commands)('is refused by berth %s %s, never skipped', async (...words) => {
    const ledger = join(folder, `${words.join('-').replaceAll(/[^a-z]/g, '')}.db`);
    await fillFile(ledger, lines.with(newer, lifted(lines[newer] ?? '')));
    const said = await berth(...words.map((word) => (word === '@' ? ledger : word)));
    expect(said.exitCode).toBe(1);
    expect(said.stderr).toMatch(/error: \w+ has schema \d+, this program knows up to \d+/);
    expect(said.stderr).toContain(`revision ${newer + 1}`);
    expect(said.stderr).toContain('a newer one');
  });
});
