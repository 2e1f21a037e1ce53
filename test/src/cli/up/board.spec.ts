import { Writable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import type { Log } from '../../../../adapters/ports/log.ts';
import { boardFor, isPinned } from '../../../../src/cli/up/board.ts';
import { summaries } from '../../../../src/cli/up/summary.ts';
import { newsOf, noticeOf, summaryBlock, summaryLine } from '../../../../src/cli/up/words.ts';
import type { Terminal } from '../../../../src/cli/terminal.ts';
import { type VirtualSite, virtualSite } from '../../main/steady/virtual-site.ts';

let site: VirtualSite | undefined;
afterEach(async () => {
  await site?.brain.close();
  site = undefined;
});

const busySite = async (): Promise<VirtualSite> => {
  site = await virtualSite({ seed: 3, shape: { nodes: 8, gpusPerNode: 8 } });
  return site;
};

const terminalOf = (abilities: Partial<Terminal> = {}) => {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr'): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        written[name] += chunk.toString();
        done();
      },
    });
  const terminal: Terminal = {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    isInteractive: false,
    isColoured: false,
    width: undefined,
    height: undefined,
    env: {},
    input: async () => '',
    ...abilities,
  };
  return { terminal, written };
};

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

describe('a summary', () => {
  it('says what the views say', async () => {
    const { brain, pass, gpus } = await busySite();
    const look = summaries(brain);
    look();
    const before = brain.revision();
    await pass(30);
    const summary = look();
    expect(summary.factsPerSecond).toBe(Math.round((brain.revision() - before) / 30));
    expect(summary.gpuMilliHeld).toBe(gpus().held * 1000);
    expect(summary.gpuMilliTotal).toBe(64_000);
    expect(summary.running).toBeGreaterThan(0);
    const pending = summary.reasons.reduce((sum, [, count]) => sum + count, 0);
    expect(pending).toBe(summary.pending);
    expect(summaryLine(summary)).toContain(`revision ${brain.revision()} `);
    expect(summaryLine(summary)).toContain('/64 ');
    expect(summaryBlock(summary).join('\n')).not.toContain('lost');
  });

  it('of nothing is no division by nothing', async () => {
    site = await virtualSite({ seed: 3, shape: { nodes: 1, gpusPerNode: 1 }, load: 0 });
    const { brain } = site;
    const views = { ...brain.views, nodes: { ...brain.views.nodes, rows: new Map() } };
    const line = summaryBlock(summaries({ ...brain, views })()).join('\n');
    expect(line).toContain('0/0 (0 %)');
  });
});

describe('news', () => {
  it('name what was decided and what broke, on one line each', async () => {
    const { facts, pass } = await busySite();
    await pass(1500);
    const news = facts.flatMap((fact) => newsOf(fact) ?? []);
    const notices = facts.flatMap((fact) => noticeOf(fact) ?? []);
    expect(news.some((line) => / gets [\d.]+ GPUs? on /.test(line))).toBe(true);
    expect(news.some((line) => line.includes('makes room for'))).toBe(true);
    expect(notices.some((line) => line.endsWith('is back'))).toBe(true);
    expect(notices.length).toBeLessThan(news.length / 4);
    expect([...news, ...notices].filter((line) => line.includes('\n'))).toEqual([]);
  });
});

const passMs = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a board', () => {
  const text = { format: 'text', isQuiet: false } as const;
  const tty = { width: 80, height: 24, isInteractive: true };

  it('is redrawn only for a person who wants it', () => {
    expect(isPinned(terminalOf(tty).terminal, text)).toBe(true);
    expect(isPinned(terminalOf().terminal, text)).toBe(false);
    expect(isPinned(terminalOf({ ...tty, isInteractive: false }).terminal, text)).toBe(false);
    expect(isPinned(terminalOf(tty).terminal, { ...text, isQuiet: true })).toBe(false);
    expect(isPinned(terminalOf(tty).terminal, { ...text, format: 'json' })).toBe(false);
  });

  it('writes lines elsewhere until it is stopped, and nothing when it is quiet', async () => {
    const { brain } = await busySite();
    const { terminal, written } = terminalOf();
    const style = { ...text, lineMs: 10 };
    const stop = boardFor(terminal, style).watch(brain, silent);
    const stopQuiet = boardFor(terminal, { ...style, isQuiet: true }).watch(brain, silent);
    await passMs(50);
    stop();
    stopQuiet();
    const lines = written.stdout.trim().split('\n');
    await passMs(30);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line).toMatch(/^\d\d:\d\d:\d\d revision \d+ .*$/);
    expect(written.stdout.trim().split('\n')).toEqual(lines);
    expect(written.stderr).toBe('');
  });

  it('writes to the log alone where that is JSON', async () => {
    const { brain } = await busySite();
    const { terminal, written } = terminalOf(tty);
    const said: object[] = [];
    const log = { ...silent, info: (fields: object, msg: string) => said.push({ ...fields, msg }) };
    const stop = boardFor(terminal, { ...text, format: 'json', lineMs: 10 }).watch(brain, log);
    await passMs(50);
    stop();
    expect(said[0]).toMatchObject({
      msg: 'summary',
      revision: brain.revision(),
      gpuMilliTotal: 64_000,
    });
    expect(written).toEqual({ stdout: '', stderr: '' });
  });
});
