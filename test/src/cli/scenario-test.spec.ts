import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readScenarioFile } from '../../../adapters/traces/index.ts';
import { rightOf } from '../app/stage.ts';
import { berth } from './on-terminal.ts';
import { scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);

const examples = [...globSync('examples/two-*.json'), ...globSync('examples/scenarios/*.yaml')];
const day = JSON.parse(readFileSync('examples/two-teams.json', 'utf8'));

let written = 0;

/** The example with other expectations, in a file of its own. */
const dayWith = (expected: unknown, ending = 'yaml'): string => {
  written += 1;
  const file = join(scratch.folder, `${written}.${ending}`);
  const scenario = { ...day, expect: expected };
  writeFileSync(file, ending === 'json' ? JSON.stringify(scenario) : stringify(scenario));
  return file;
};

const test = (...args: readonly string[]) =>
  berth('scenario', 'test', ...args, '--ledgers', scratch.folder);

describe('berth scenario test', () => {
  it('finds every example as it expects itself to be', async () => {
    expect(examples.length).toBeGreaterThan(4);
    const { exitCode, stdout, stderr } = await berth('scenario', 'test', ...examples);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const file of examples) expect(stdout).toMatch(new RegExp(`^ok +${file}: \\d+ exp`, 'm'));
    expect(stdout).toContain(`${examples.length} scenarios, 0 failed\n`);
  });

  it.each([
    [{ workload: 'vision-night-1', phase: 'Failed' }, 'phase: expected Failed, found Completed'],
    [{ workload: 'vision-urgent', at: '1h', phase: 'Pending' }, 'workload: expected to be there'],
    [{ workload: 'vision-urgent', pool: 'default', nodes: ['gpu-02'] }, 'nodes: expected gpu-02'],
    [
      { workload: 'speech-notebook', at: '1h', nodes: ['gpu-01'] },
      'nodes: expected gpu-01, found gpu-02 at 2026-01-05T09:00:00',
    ],
    [
      { workload: 'vision-night-2', waitsAtMost: '1h' },
      'waitsAtMost: expected at most 1h, found 3h',
    ],
    [
      { workload: 'vision-urgent', waitsAtLeast: '1m' },
      'waitsAtLeast: expected at least 1m, found',
    ],
    [
      { workload: 'vision-night-2', preempted: 0 },
      'preempted: expected 0 times, found 1 time, by speech-notebook',
    ],
    [
      { workload: 'vision-night-2', preemptedBy: 'vision-urgent' },
      'preemptedBy: expected vision-urgent, found speech-notebook',
    ],
    [
      { workload: 'vision-mistake', at: '2h20m', reason: 'OverLimit' },
      'reason: expected OverLimit, found LargerThanAnyNode',
    ],
    [{ queue: 'vision@default', at: '20m', gpu: 8 }, 'gpu: expected 8 GPUs, found 16 GPUs'],
    [{ queue: 'department:research@default', at: '20m', gpuAtMost: 8 }, 'expected at most 8 GPUs'],
    [{ queue: 'speech@default', at: '20m', gpuAtLeast: 0.5 }, 'expected at least 0.5 GPUs'],
    [{ event: 'WorkloadPreempted', times: 1 }, 'event: expected 1 time, found 2 times'],
    [{ event: 'WorkloadPreempted', action: 'consolidate' }, 'expected at least 1 time, found 0'],
    [{ event: 'WorkloadPreempted', timesAtMost: 1 }, 'expected at most 1 time, found 2 times'],
    [
      {
        order: [
          { event: 'WorkloadAllocated', workload: 'speech-notebook' },
          { event: 'WorkloadPreempted', workload: 'vision-night-2' },
        ],
      },
      'expected WorkloadPreempted of vision-night-2 behind WorkloadAllocated of speech-notebook',
    ],
  ])('%j fails: %s', async (expectation, says) => {
    const file = dayWith([{ workload: 'speech-broken', phase: 'Failed' }, expectation]);
    const { exitCode, stdout } = await test(file);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`FAIL  ${file}: 1 of 2 expectations are not met`);
    expect(stdout).toContain(says);
    expect(stdout).toContain('1 scenarios, 1 failed\n');
    const lines = readFileSync(file, 'utf8').split('\n');
    const place = Number(/:(\d+), field \/expect\/1\//.exec(stdout)?.[1]);
    const [key = ''] = Object.keys(expectation);
    expect(lines[place - 1]).toContain(`- ${key}:`);
  });

  it('says which command tells why, on a ledger that is kept', async () => {
    const { stdout } = await test(dayWith([{ workload: 'vision-night-2', preempted: 0 }]));
    const [, line = ''] = /^ +berth (why .+)$/m.exec(stdout) ?? [];
    const why = await berth(...line.split(' '));
    expect(why).toMatchObject({ exitCode: 0, stderr: '' });
    expect(why.stdout).toContain('workload vision-night-2');
  });

  it('tells programs the same, and build servers', async () => {
    const good = dayWith([{ workload: 'speech-broken', phase: 'Failed' }]);
    const bad = dayWith([
      { workload: 'speech-broken', phase: 'Completed' },
      { event: 'WorkloadCompleted', times: 5 },
    ]);
    const json = await test(good, bad, '-o', 'json');
    expect(json.exitCode).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject([
      { file: good, passed: true, expectations: 1, failures: [] },
      {
        file: bad,
        passed: false,
        failures: [
          {
            pointer: '/expect/0/phase',
            expected: 'Completed',
            found: 'Failed',
            why: expect.stringContaining('berth why workload/speech-broken --ledger '),
          },
        ],
      },
    ]);
    const { exitCode, stdout } = await test(good, bad, '-o', 'junit');
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`<testsuite name="${bad}" tests="2" failures="1"`);
    expect(stdout).toContain('<failure message="phase: expected Completed, found Failed at ');
    expect(stdout.match(/<testcase /g)).toHaveLength(3);
  });

  it('fails a file that expects nothing: it could not fail otherwise', async () => {
    const { exitCode, stdout } = await test(dayWith([]));
    expect(exitCode).toBe(1);
    expect(stdout).toContain('it expects nothing: add an "expect" section');
  });

  it.each([
    [{ workload: 'nobody', phase: 'Failed' }, '/workload', 'add it to "workloads"'],
    [{ workload: 'speech-gnag', phase: 'Failed' }, '/workload', 'did you mean "speech-gang"?'],
    [{ workload: 'speech-gang' }, '', 'add phase, pool, nodes'],
    [{ workload: 'speech-gang', phase: 'Compleeted' }, '/phase', 'did you mean "Completed"?'],
    [{ workload: 'speech-gang', gpu: 8 }, '/gpu', 'known are at, workload, phase'],
    [{ workload: 'speech-gang', nodes: ['gpu-3'] }, '/nodes/0', 'name one of "gpu-01", "gpu-02"'],
    [{ workload: 'speech-gang', reason: 'OverLimt' }, '/reason', 'did you mean "OverLimit"?'],
    [{ workload: 'speech-gang', waitsAtMost: 'soon' }, '/waitsAtMost', '90s, 15m, 8h'],
    [{ workload: 'speech-gang', wait: '1m' }, '/wait', 'did you mean "waitsAtLeast"'],
    [{ queue: 'vision', gpu: 8 }, '/queue', 'vision@default'],
    [{ queue: 'vision@default' }, '', 'add gpu, gpuAtMost, gpuAtLeast'],
    [{ at: '1h' }, '', 'add "workload", "queue", "event" or "order"'],
    [{ event: 'WorkloadPrempted' }, '/event', 'did you mean "WorkloadPreempted"'],
    [{ event: 'NodeLost', times: 1, timesAtMost: 2 }, '/times', 'leave "times" or the others out'],
    [{ event: 'NodeLost', timesAtLeast: 3, timesAtMost: 2 }, '/timesAtLeast', 'smaller'],
    [{ order: [{ event: 'NodeLost', workload: 'x' }] }, '/order/0/workload', 'add it to'],
  ])('%j is refused at %s: %s', async (expectation, pointer, remedy) => {
    for (const ending of ['json', 'yaml']) {
      const file = dayWith([expectation], ending);
      const { exitCode, stdout, stderr } = await test(file);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toMatch(/^error: \S.+\n {2}at: \S+:\d+, field \S+\n {2}remedy: \S.+\n$/);
      expect(stderr).toContain(`, field /expect/0${pointer}\n`);
      expect(stderr).toContain(remedy);
    }
  });

  it('plays nothing when one of several files cannot be read', async () => {
    const { exitCode, stdout, stderr } = await test('examples/two-teams.json', 'gone.json');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('gone.json');
    expect(existsSync('gone.json')).toBe(false);
  });
});

describe('a scenario in YAML', () => {
  it.each(globSync('examples/two-*.json'))('is the one that %s is in JSON', async (file) => {
    const inJson = rightOf(await readScenarioFile(file)());
    const path = join(scratch.folder, 'same.yaml');
    writeFileSync(path, stringify(JSON.parse(readFileSync(file, 'utf8'))));
    const { expected, ...inYaml } = rightOf(await readScenarioFile(path)());
    const { expected: other = [], ...same } = inJson;
    expect(inYaml).toEqual(same);
    expect(expected?.map((one) => ({ ...one, line: 0 }))).toEqual(
      other.map((one) => ({ ...one, line: 0 })),
    );
  });

  it.each([
    ['a: &x 1\nb: *x\n', 2, 'write the value itself'],
    ['name: !strange x\n', 1, 'write'],
    ['name: a\nname: b\n', 2, 'write one document'],
    ['name: a\n---\nname: b\n', 2, 'write one document'],
    ['? [a]\n: b\n', 1, 'write one document'],
    ['name: a\n  nodes: b\n', 1, 'write one document'],
    ['name: a\nnodes:\n  - { id: n, gpus: 8, cpu: 8, memory: 8Gi, gpu: 1 }\n', 3, 'gpus'],
    ['__proto__: { a: 1 }\n', 1, ''],
    ['- 1\n', 1, ''],
  ])('%j is refused at line %i', async (text, line, remedy) => {
    const file = join(scratch.folder, 'bad.yaml');
    writeFileSync(file, text);
    const { exitCode, stderr } = await test(file);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`  at: ${file}:${line}`);
    expect(stderr).toContain(remedy);
  });
});
