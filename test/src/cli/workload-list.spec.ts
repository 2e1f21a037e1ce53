import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { berth, berthOn } from './on-terminal.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
beforeAll(() => playInto(ledger, reclaimScenario));
afterAll(scratch.remove);

const list = (...more: readonly string[]) => berth('workload', 'list', '--ledger', ledger, ...more);

describe('berth workload list', () => {
  it('tells where each workload is in its life, and why it waits', async () => {
    const { stdout } = await list('--no-headers');
    const cells = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/\s{2,}/));
    expect(cells.map(([id, , , , gpus, phase]) => [id, gpus, phase])).toEqual([
      ['short', '0/2', 'Completed'],
      ['speech-1', '8/8', 'Running'],
      ['speech-2', '0/8', 'Pending'],
      ['vision-1', '8/8', 'Running'],
      ['wide', '0/9', 'Pending'],
    ]);
    expect(stdout).toContain('LargerThanAnyNode');
  });

  it.each([
    [
      ['--project', 'vision'],
      ['vision-1', 'wide'],
    ],
    [
      ['--phase', 'Pending'],
      ['speech-2', 'wide'],
    ],
    [['--phase', 'pending', '--project', 'speech'], ['speech-2']],
    [
      ['--phase', 'Running', '--phase', 'Completed'],
      ['short', 'speech-1', 'vision-1'],
    ],
    [
      ['--queue', 'speech@default'],
      ['short', 'speech-1', 'speech-2'],
    ],
    [
      ['--project', 'speech', '--project', 'vision'],
      ['short', 'speech-1', 'speech-2', 'vision-1', 'wide'],
    ],
  ])('%j keeps %j', async (filters, kept) => {
    const { stdout } = await list('-o', 'name', ...filters);
    expect(stdout).toBe(kept.map((id) => `workload/${id}\n`).join(''));
  });

  it.each(['Runing', 'runing', 'RUNNNING'])(
    'offers the phase that %s may have meant',
    async (typed) => {
      const { exitCode, stderr } = await list('--phase', typed);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('remedy: did you mean Running?');
    },
  );

  it('a phase that no workload is ever in is refused with the phases there are', async () => {
    const { exitCode, stdout, stderr } = await list('--phase', 'Sleeping');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/'Sleeping'\n {2}at: --phase\n {2}remedy: the phases are Creating, /);
  });

  it('an empty list is no failure: nothing but an empty array on stdout, a sentence on stderr', async () => {
    const nobody = ['--project', 'nobody'];
    const empty = { exitCode: 0, stdout: '', stderr: 'No workloads found.\n' };
    for (const format of ['table', 'wide', 'name']) {
      expect(await list('-o', format, ...nobody)).toEqual(empty);
    }
    expect(await list('-o', 'json', ...nobody)).toEqual({ ...empty, stdout: '[]\n' });
  });

  it('durations are counted to the last fact: the answer of a ledger never changes', async () => {
    const first = await list('-o', 'json');
    await new Promise((resolve) => setTimeout(resolve, 15));
    expect(await list('-o', 'json')).toEqual(first);
    const [, speech = {}] = JSON.parse(first.stdout);
    const lastMs = JSON.parse((await berth('ledger', 'stats', ledger, '-o', 'json')).stdout).lastMs;
    expect(speech['asOfMs']).toBe(lastMs);
    expect(speech['runningMs']).toBe(lastMs - Number(speech['phaseSinceMs']));
  });

  it('colour appears only where the terminal has it, and the width cuts what matters least', async () => {
    const args = ['workload', 'list', '--ledger', ledger] as const;
    const plain = (await berth(...args)).stdout;
    const coloured = (await berthOn({ isColoured: true }, ...args)).stdout;
    expect(plain).not.toContain('\u001b');
    expect(coloured).toContain('\u001b[');
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
    const narrow = (await berthOn({ width: 80 }, ...args)).stdout.split('\n');
    expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(narrow[1]).toContain('short');
  });
});
