import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPolicy, type Policy } from '../../../domain/allocation/index.ts';
import type { ShadowReport } from '../../../src/app/shadow/index.ts';
import { printPolicy } from '../../../src/main/config/policy/index.ts';
import { berth } from './on-terminal.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
beforeAll(() => playInto(ledger, reclaimScenario));
afterAll(scratch.remove);

/** A file with the default rules but for some. */
const rules = (name: string, other: Partial<Policy>): string => {
  const text = printPolicy({ ...defaultPolicy, ...other });
  return scratch.put(`${name}.yaml`, text.replace(/^version: .*$/m, `version: ${name}`));
};

const shadow = async (...args: readonly string[]) => {
  const { exitCode, stdout, stderr } = await berth('replay', ledger, ...args, '-o', 'json');
  expect(stderr).toBe('');
  const report: ShadowReport = JSON.parse(stdout);
  return { exitCode, report };
};

describe('berth replay --policy', () => {
  it('the same rules under another name would have decided the same, and exit is 0', async () => {
    const { exitCode, report } = await shadow('--policy', rules('same', {}));
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({ plansOtherwise: 0, workloads: 0, examples: [] });
    expect(report.plans).toBeGreaterThan(3);
    for (const { recorded, shadow: other, same } of Object.values(report.decisions)) {
      expect([other, same]).toEqual([recorded, recorded]);
    }
  });

  it('rules that take nobody down would have preempted nobody: counts, and the plan where it parts', async () => {
    const { exitCode, report } = await shadow('--policy', rules('meek', { actions: ['allocate'] }));
    expect(exitCode).toBe(1);
    expect(report.decisions['WorkloadPreempted']).toEqual({ recorded: 1, shadow: 0, same: 0 });
    const [first] = report.examples;
    expect(first?.onlyRecorded.map(({ decision }) => decision)).toContain('WorkloadPreempted');
    expect(
      first?.onlyShadow.map(({ decision, workloadId }) => [decision, workloadId]),
    ).toContainEqual(['WorkloadDeferred', 'vision-1']);
    expect(report.workloads).toBeGreaterThan(1);
  });

  it('says the same as text, with the decisions of the first plan that is another', async () => {
    const { exitCode, stdout } = await berth(
      'replay',
      ledger,
      '--policy',
      rules('meek', { actions: ['allocate'] }),
    );
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/plans would have been others, for \d+ workloads\nDECISION/);
    expect(stdout).toContain('  recorded  WorkloadPreempted speech-');
  });

  it('looks at a part alone', async () => {
    const meek = rules('meek', { actions: ['allocate'] });
    const { report: whole } = await shadow('--policy', meek);
    const at = whole.examples[0]?.revision ?? 0;
    const { exitCode, report } = await shadow('--policy', meek, '--to', `${at}`);
    expect({ exitCode, report }).toMatchObject({
      exitCode: 0,
      report: { to: at, plansOtherwise: 0 },
    });
    const { report: rest } = await shadow('--policy', meek, '--from', `${at}`);
    expect(rest).toMatchObject({ from: at, plansOtherwise: whole.plansOtherwise });
  });
});

describe('berth replay --kernel', () => {
  it('the kernel of the program would have decided what it decided', async () => {
    const { exitCode, report } = await shadow('--kernel', '0.2.0');
    expect({ exitCode, otherwise: report.plansOtherwise }).toEqual({ exitCode: 0, otherwise: 0 });
  });

  it('an older kernel decides in its own way, at the same moments', async () => {
    const { report } = await shadow('--kernel', '0.1.0');
    expect(report.stuck).toBeUndefined();
    expect(report.decisions['WorkloadAllocated']?.shadow).toBeGreaterThan(0);
  });

  it('one that was never released is refused: which there are, and what to do', async () => {
    const { exitCode, stderr } = await berth('replay', ledger, '--kernel', '9.9.9');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('there is no kernel 9.9.9\n  at: --kernel\n');
    expect(stderr).toMatch(/\n {2}remedy: name one of 0\.1\.0, 0\.2\.0\n/);
  });
});

describe('berth replay --from --to', () => {
  it.each([
    ['0', '20'],
    ['7', '30'],
    ['21', '22'],
  ])('recomputes what was decided behind fact %s up to fact %s', async (from, to) => {
    const asked = ['replay', ledger, '--verify', '--from', from, '--to', to, '-o', 'json'];
    const { exitCode, stdout } = await berth(...asked);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ differences: 0 });
  });

  it('∀ places to begin: no difference is found, and the end is the same state', async () => {
    const states = new Set<string>();
    for (let from = 0; from <= 40; from += 1) {
      const { exitCode, stdout } = await berth(
        'replay',
        ledger,
        '--verify',
        '--from',
        `${from}`,
        '-o',
        'json',
      );
      expect({ from, exitCode }).toEqual({ from, exitCode: 0 });
      states.add(JSON.parse(stdout).stateDigest);
    }
    expect(states.size).toBe(1);
  });

  it.each([
    [['--to', '99999'], 2, 'there is no revision 99999'],
    [['--verify', '--kernel', '0.1.0'], 2, 'cannot be used with'],
  ])('%j is refused', async (args, exitCode, words) => {
    const told = await berth('replay', ledger, ...args);
    expect(told.exitCode).toBe(exitCode);
    expect(told.stderr).toContain(words);
  });
});

describe('berth replay BUNDLE --policy', () => {
  const bundle = async (name: string, ...part: readonly string[]): Promise<string> => {
    const out = join(scratch.folder, name);
    expect((await berth('ledger', 'bundle', ledger, ...part, '--out', out)).exitCode).toBe(0);
    return out;
  };
  const meek = () => rules('meek-again', { actions: ['allocate'] });

  it('tells of a bundle what it tells of the ledger that it was made of', async () => {
    const asked = ['--policy', meek(), '-o', 'json'];
    const all = await berth('replay', await bundle('all.bundle'), ...asked);
    expect(all).toEqual(await berth('replay', ledger, ...asked));
    expect(all.exitCode).toBe(1);
    const out = await bundle('part.bundle', '--from', '12');
    const part = JSON.parse((await berth('replay', out, ...asked)).stdout);
    const { from, plans } = part;
    const there = await berth('replay', ledger, '--from', `${from}`, ...asked);
    expect(part).toEqual(JSON.parse(there.stdout));
    expect(from).toBeGreaterThan(5);
    expect(plans).toBeGreaterThan(0);
  });

  it('takes no part of a bundle, and no older kernel for one that does not begin with fact 1', async () => {
    const out = await bundle('late.bundle', '--from', '12');
    const part = await berth('replay', out, '--policy', meek(), '--to', '20');
    expect([part.exitCode, part.stderr]).toEqual([2, expect.stringContaining('as a whole')]);
    const older = await berth('replay', out, '--kernel', '0.1.0');
    expect([older.exitCode, older.stderr]).toEqual([1, expect.stringContaining('needs all facts')]);
  });
});
