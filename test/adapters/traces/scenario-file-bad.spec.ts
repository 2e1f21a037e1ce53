import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { readScenarioFile } from '../../../adapters/traces/index.ts';
import { folderOf, inputFaultOf } from './files.ts';

const folder = folderOf();
afterAll(() => folder.remove());

const faultIn = (content: string) =>
  inputFaultOf(readScenarioFile(folder.write('bad.json', content)));

/** A scenario of two nodes; each table row spoils one thing of it. */
const good = {
  name: 'small',
  nodes: [{ idPrefix: 'gpu', count: 2, gpus: 8, gpuModel: 'H100', cpu: 96, memory: '1Ti' }],
  departments: [{ id: 'research', gpuQuota: 16 }],
  projects: [{ id: 'vision', department: 'research', gpuQuota: 8, gpuLimit: 12 }],
  workloads: [
    { id: 'one', project: 'vision', type: 'training', gpu: 1, submit: '5m', run: '1h' },
    { id: 'two', project: 'vision', type: 'distributed', subGroups: [{ name: 'a', gpu: 1 }] },
  ],
  failures: [{ node: 'gpu-02', at: '1h', back: '2h' }],
};

/** The scenario with a value put at a JSON pointer, or taken away where it is undefined. */
const spoiled = (pointer: string, value: unknown): string => {
  const whole: object = structuredClone(good);
  const steps = pointer.split('/').slice(1);
  const last = steps.pop() ?? '';
  const holder = steps.reduce<object>((at, step) => Reflect.get(at, step) as object, whole);
  Reflect.set(holder, last, value);
  return JSON.stringify(whole, undefined, 1);
};

const expectPlaced = async (text: string, field: string | undefined, problem: RegExp) => {
  const fault = await faultIn(text);
  expect(fault).toMatchObject({ _tag: 'InputRefused', retry: 'never', field });
  expect(`${fault.problem} | ${fault.remedy}`).toMatch(problem);
  expect(fault.line).toBeGreaterThan(0);
  return fault;
};

describe('terms that cannot be meant', () => {
  it.each([
    [{ maxRum: '1h' }, '/maxRum', /has no "maxRum" \| did you mean "maxRun"/],
    [{ maxRun: '0s' }, '/maxRun', /no time to run \| write "12h"/],
    [{ preemptMinRun: 'soon' }, '/preemptMinRun', /no duration/],
    [{ bounds: { nic: { limit: 1.5 } } }, '/bounds/nic/limit', /no whole number/],
    [{ bounds: { nic: { quota: 3, limit: 2 } } }, '/bounds/nic/limit', /at least the quota, 3/],
    [{ bounds: { cpu: { limit: 2 } } }, '/bounds/cpu', /a field of its own/],
  ])('%j is refused at %s', async (...[terms, at, problem]) => {
    const text = spoiled('/projects/0/terms', terms);
    await expectPlaced(text, `/projects/0/terms${at}`, problem);
  });
});

describe('a scenario that cannot be meant', () => {
  it.each([
    ['/projects/0/gpuQuota', undefined, /QuotaUnset.+silent zero \| say 0 for nothing/],
    ['/departments/0/gpuQuota', undefined, /QuotaUnset/],
    ['/projects/0/gpuQouta', 8, /a project has no "gpuQouta" \| did you mean "gpuQuota"\?/],
    ['/workloads/0/zzz', 8, /a workload has no "zzz" \| known are id, project/],
    ['/workloads/0/toString', 8, /a workload has no "toString"/],
    ['/nodes/0/gpus', undefined, /needs "gpus" \| add "gpus": a number of GPUs/],
    ['/workloads/0/project', undefined, /a workload needs "project"/],
    ['/workloads', [], /an empty list stands where a list of one workload or more should/],
    ['/projects/0/department', 'reserch', /no department "reserch" \| did you mean "research"/],
    ['/workloads/0/project', 'speech', /no project "speech" \| add it to "projects"/],
    ['/failures/0/node', 'gpu-2', /no node "gpu-2" \| did you mean "gpu-02"/],
    ['/workloads/1/id', 'one', /"one" is there already, at \/workloads\/0\/id/],
    ['/workloads/0/type', 'trainin', /did you mean "training"/],
    ['/workloads/0/priority', 'hihg', /no priority \| did you mean "high"/],
    ['/workloads/0/priority', 1.5, /1.5 is no priority/],
    ['/projects/0/gpuLimit', 4, /below the quota/],
    ['/projects/0/gpuQuota', -2, /negative/],
    ['/projects/0/memoryQuota', '1025Ki', /no whole MiB \| write 2Mi/],
    ['/nodes/0/gpus', 65, /0 to 64/],
    ['/nodes/0/count', 100_001, /1 to 100000/],
    ['/nodes/0/cpu', '1e12', /too much/],
    ['/nodes/0/memory', '-1Gi', /negative/],
    ['/nodes/0/memory', '16GB', /no.+known suffix/],
    ['/nodes/0/labels', { '': 'a' }, /label needs a key/],
    ['/nodes/0/gpuModel', 'H 100', /no model name/],
    ['/nodes/0/idPrefix', 'GPU', /no id of nodes/],
    ['/workloads/0/gpu', 1.5, /neither whole GPUs nor a share/],
    ['/workloads/0/gpu', '2x1.5', /neither whole GPUs nor a share/],
    ['/workloads/0/gpu', 0.0001, /finer than 0.001/],
    ['/workloads/0/gpu', true, /true stands where GPUs/],
    ['/workloads/0/gpu', undefined, /neither "gpu" nor "subGroups"/],
    ['/workloads/1/gpu', 1, /beside "subGroups"/],
    ['/workloads/0/run', '1.5h', /no duration \| .+90s, 15m, 8h/],
    ['/workloads/0/run', '', /"" stands where a time/],
    ['/workloads/0/run', '9999d', /too long: more than ten years \| write at most 3653d/],
    ['/workloads/0/submit', '999999999999h', /too long: more than ten years \| .+ 87672h/],
    ['/workloads/0/run', `${'9'.repeat(400)}ms`, /too long/],
    ['/projects/0/gpuQuota', -5, /negative \| write from 0 to 1000000 GPUs$/],
    ['/projects/0/gpuQuota', 1e15, /is too much \| write from 0 to 1000000 GPUs$/],
    ['/projects/0/gpuQuota', '1e18', /is too much \| write from 0 to 1000000 GPUs$/],
    ['/projects/0/gpuQuota', 'eight', /known suffix \| write GPUs such as 8, 0.5/],
    ['/nodes/0/cpu', '-1', /negative \| write from 0 to 10000000 cores$/],
    ['/nodes/0/cpu', 'x', /known suffix \| write cores such as 4, 1.5/],
    ['/nodes/0/memory', '9Ei', /too much \| write from "0" to "4Pi"$/],
    ['/nodes/0/memory', '16 GiB', /known suffix \| write memory such as "512Mi"/],
    ['/workloads/0/cancel', '1m', /before it is submitted/],
    ['/workloads/0/exitCode', 256, /0 to 255/],
    ['/workloads/0/id', 'One', /no id/],
    ['/failures/0/back', '1h', /no later than it fails/],
    ['/start', '2026-02-30T00:00:00Z', /no instant/],
    ['/start', -1, /no instant/],
    ['/name', 'Two Teams', /DNS label/],
  ])('%s = %j is refused there', async (pointer, value, problem) => {
    await expectPlaced(spoiled(pointer, value), pointer, problem);
  });

  it.each([
    ['/nodes/0/id', 'a', '/nodes/0', /either "id" or "idPrefix"/],
    ['/workloads/0/cpu', 10_000_000, '/workloads/0/cpu', /in all of the workload/],
    [
      '/workloads/1/subGroups',
      [{ name: 'a' }, { name: 'a' }],
      '/workloads/1/subGroups/1/name',
      /twice/,
    ],
    ['/nodes/0/labels', { a: 1 }, '/nodes/0/labels/a', /1 stands where labels/],
    ['/nodes/0/labels', { 'gpu.model': 'A100' }, '/nodes/0/gpuModel', /says "A100", not "H100"/],
    ['/workloads/0/nodeSelector', { 'a/b': [] }, '/workloads/0/nodeSelector/a~1b', /empty list/],
  ])('%s = %j is refused at %s', async (...[pointer, value, field, problem]) => {
    await expectPlaced(spoiled(pointer, value), field, problem);
  });

  it('the line is that of the thing, or of what lacks it', async () => {
    const text = readFileSync('examples/two-teams.json', 'utf8');
    const lineOf = (words: string) => text.slice(0, text.indexOf(words)).split('\n').length;
    const night = lineOf('"vision-night-2"');
    const twice = text.replace('"vision-night-2"', '"vision-night-1"');
    expect(await faultIn(twice)).toMatchObject({ line: night, field: '/workloads/1/id' });
    const unset = text.replace('"gpuQuota": 8, "gpuLimit": 12', '"gpuLimit": 12');
    expect(await faultIn(unset)).toMatchObject({ line: lineOf('"id": "speech"') });
    const broken = text.replace('"cancel": "2h30m"', '"cancel": "1m"');
    expect(await faultIn(broken)).toMatchObject({ line: lineOf('"cancel"') });
  });

  it('a place with control characters cannot move the cursor', async () => {
    const fault = await faultIn(spoiled('/workloads/0/\u001b[31m', 1));
    expect(fault.field).toBe('/workloads/0/\\u001b[31m');
  });
});
