import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { factByType } from '../../../domain/catalogue/events.ts';
import { berth } from './on-terminal.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
beforeAll(() => playInto(ledger, reclaimScenario));
afterAll(scratch.remove);

const linesOf = async (): Promise<readonly Readonly<Record<string, unknown>>[]> => {
  const { exitCode, stdout, stderr } = await berth('ledger', 'export', ledger);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout.endsWith('}\n')).toBe(true);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
};

describe('berth ledger export', () => {
  it('writes every fact as one JSON line, in log order, with a chain of hashes', async () => {
    const lines = await linesOf();
    expect(lines.map(({ revision }) => revision)).toEqual(lines.map((_, place) => place + 1));
    expect(lines.every(({ type }) => factByType.has(String(type)))).toBe(true);
    expect(new Set(lines.map(({ hash }) => hash)).size).toBe(lines.length);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
    expect(lines[0]).toMatchObject({
      type: 'LeaderElected',
      subject: { kind: 'ledger' },
      epoch: 1,
    });
  });

  it('two plays of one scenario export the same bytes', async () => {
    const again = await playInto(join(scratch.folder, 'again.db'), reclaimScenario);
    const [first, second] = [ledger, again].map((file) => berth('ledger', 'export', file));
    expect(await second).toEqual(await first);
  });
});

describe('berth ledger stats', () => {
  it('-o json tells revisions, head, first and last moment, and counts by type', async () => {
    const lines = await linesOf();
    const { stdout, stderr } = await berth('ledger', 'stats', ledger, '-o', 'json');
    expect(stderr).toBe('');
    const stats = JSON.parse(stdout);
    expect(stats.revisions).toBe(lines.length);
    expect(stats.head).toMatch(/^[0-9a-f]{64}$/);
    expect(stats.head).toBe(lines.at(-1)?.['hash']);
    expect(stats.firstMs).toBe(reclaimScenario.startMs);
    expect(stats.lastMs).toBe(lines.at(-1)?.['atMs']);
    const counts = Object.entries(Object.groupBy(lines, ({ type }) => String(type)));
    expect(stats.byType).toEqual(
      Object.fromEntries(counts.map(([type, some = []]) => [type, some.length])),
    );
  });

  it('says the same as text and as YAML', async () => {
    const stats = JSON.parse((await berth('ledger', 'stats', ledger, '-o', 'json')).stdout);
    expect(parse((await berth('ledger', 'stats', ledger, '-o', 'yaml')).stdout)).toEqual(stats);
    const { stdout } = await berth('ledger', 'stats', ledger);
    expect(stdout).toMatch(new RegExp(`^revisions: +${stats.revisions}\nhead: +${stats.head}\n`));
    expect(stdout).toContain('2026-01-05T00:00:00.000Z');
    expect(stdout).toMatch(/WorkloadSubmitted: +5\n/);
  });
});

describe('berth ledger show', () => {
  it('shows one fact as the export has it', async () => {
    const lines = await linesOf();
    const asJson = await berth('ledger', 'show', ledger, '3', '-o', 'json');
    expect(JSON.parse(asJson.stdout)).toEqual(lines[2]);
    expect(parse((await berth('ledger', 'show', ledger, '3')).stdout)).toEqual(lines[2]);
  });

  it.each(['0', '1000000'])(
    'exits 3 for revision %s, which the ledger does not have',
    async (at) => {
      const { exitCode, stdout, stderr } = await berth('ledger', 'show', ledger, at);
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
      expect(stderr).toContain(`the ledger has no revision ${at}\n  at: ${ledger}\n  remedy: `);
    },
  );
});

describe('berth ledger verify', () => {
  it('exits 0 and names the head when everything is in order', async () => {
    const { head, revisions } = JSON.parse(
      (await berth('ledger', 'stats', ledger, '-o', 'json')).stdout,
    );
    const text = await berth('ledger', 'verify', ledger);
    expect({ ...text, stdout: '' }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(text.stdout).toContain(`ok: ${revisions} facts`);
    expect(text.stdout).toContain(`head ${head}`);
    const asJson = await berth('ledger', 'verify', ledger, '-o', 'json');
    expect(JSON.parse(asJson.stdout)).toMatchObject({ ok: true, revisions, head });
  });
});

describe('reading commands', () => {
  it('leave the ledger as it is, byte for byte, and nothing beside it', async () => {
    const before = readFileSync(ledger);
    for (const line of [
      `ledger verify ${ledger}`,
      `ledger stats ${ledger}`,
      `replay ${ledger} --verify`,
      `workload list --ledger ${ledger}`,
      `workload describe short --ledger ${ledger}`,
    ]) {
      expect((await berth(...line.split(' '))).exitCode).toBe(0);
    }
    expect(readFileSync(ledger).equals(before)).toBe(true);
  });
});
