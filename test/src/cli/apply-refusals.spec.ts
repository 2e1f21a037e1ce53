import { describe, expect, it } from 'vitest';
import { apply, of, sky } from './documents.ts';
import { site } from './site.ts';

describe('berth apply', () => {
  it.each([
    ['kind: Projct', 'did you mean Project?', ':2:7'],
    ['apiVersion: v1', 'berth.dev/v1alpha1', ':1:13'],
    ['spec: 3', 'write key: value', ':4:7'],
    ['spec: { project: vision, type: train }', 'did you mean training?', 'field spec.type'],
    ['spec: { project: vision }', 'add type: training', 'field spec'],
    ['spec: { type: training, gpu: 1.5, project: vision }', '"2x0.5"', 'field spec.gpu'],
    ['spec: { type: training, gpu: 0.1234, project: vision }', '"2x0.5"', 'field spec.gpu'],
    ['spec: { type: training, pods: 0, project: vision }', '1 or more', 'field spec.pods'],
    ['spec: { type: training, cpu: x, project: vision }', '500m', 'field spec.cpu'],
    ['spec: { type: training, memory: 1Qi, project: vision }', '16Gi', 'field spec.memory'],
    ['spec: { type: training, timeLimit: soon, project: vision }', '1h30m', 'spec.timeLimit'],
    ['spec: { type: training, preemptible: maybe, project: vision }', 'true or false', 'preempt'],
    ['spec: { type: training, command: x, project: vision }', 'add image', 'field spec'],
    ['spec: { type: training, priority: hgh, project: vision }', 'high', 'field spec.priority'],
    ['spec: { type: training, nodePool: x, project: vision }', 'nodepool list', 'spec.nodePool'],
    ['spec: { type: training }', 'name one', 'field spec'],
    ['spec: { type: inference, replicas: { min: 1 }, project: vision }', 'add max', 'replicas'],
    ['spec: { type: training, tolerations: x, project: vision }', 'write -', 'spec.tolerations'],
    ['spec: { type: training, subGroups: [], gpu: 1, project: vision }', 'sub-groups', 'spec.gpu'],
    ['metadata: { labels: {} }', 'add name', 'field metadata'],
    ['spec: { type: training, gpu: 0.5, gpuMemory: 1Gi, project: vision }', 'how much', 'spec.gpu'],
    ['spec: { type: training, gpuMemory: 0Gi, project: vision }', 'ask for some', 'gpuMemory'],
    ['spec: { type: training, mig: { 1g: 1 }, project: vision }', 'mig-1g.10gb', 'field spec.mig'],
    ['spec: { type: training, resources: { cpu: 1 }, project: vision }', 'say it in', 'resources'],
    [
      'spec: { type: training, claims: [a, a], project: vision }',
      'differently',
      'field spec.claims',
    ],
    ['spec: { type: training, hostPorts: [0], project: vision }', '53/UDP', 'spec.hostPorts[0]'],
    ['spec: { type: training, minPods: 3, project: vision }', 'at most 1', 'field spec.minPods'],
    ['spec: { type: training, topology: { name: r }, project: vision }', 'required', 'topology'],
    [
      'spec: { type: training, topology: { required: r }, project: vision }',
      'add name',
      'topology',
    ],
    [
      'spec: { type: training, minPods: 1, gang: { podSets: [] }, project: vision }',
      'gang',
      'gang',
    ],
    [
      'spec: { type: training, gang: { podSets: [{ name: x, minPods: 1 }] }, project: vision }',
      'podSet',
      'field spec',
    ],
    [
      'spec: { type: training, affinity: { podAffinity: [{ labels: {}, topologyKey: a }] }, project: vision }',
      'at least one',
      'spec.affinity',
    ],
    [
      'spec: { type: training, affinity: { preferredNodes: [{ labels: { a: b } }] }, project: vision }',
      'add weight',
      'preferredNodes',
    ],
    [
      'spec: { type: training, subGroups: [{ name: a }, { name: b, mig: { x: 1 } }], project: vision }',
      'mig-1g',
      'spec.subGroups[1].mig',
    ],
    [
      'spec: { type: training, semiPreemptible: true, preemptible: true, project: vision }',
      'leave it out',
      'spec.semiPreemptible',
    ],
    ['spec: [1', 'mend it', ''],
  ])('a document with %s is refused: %s at %s', async (line, remedy, where) => {
    const here = await site();
    const key = line.split(':')[0] ?? '';
    const lines = [
      'apiVersion: berth.dev/v1alpha1',
      'kind: Workload',
      'metadata: { name: x }',
      'spec: { project: vision, type: training }',
    ].map((one) => (one.startsWith(`${key}:`) ? line : one));
    const { exitCode, stdout, stderr } = await apply(here, `${lines.join('\n')}\n`);
    expect(stdout).toBe('');
    expect([2, 3]).toContain(exitCode);
    expect(stderr).toContain(remedy);
    expect(stderr).toMatch(/ {2}at: stdin:\d+:\d+/);
    expect(stderr).toContain(where);
  });

  it.each([
    ['the same thing twice', sky + sky, 'is wanted twice'],
    ['nothing', '# only a comment\n', 'there is no document in it'],
    [
      'labels of a project',
      of('Project', 'x', '{ department: department }').replace('name: x', 'name: x, labels: {}'),
      'only workloads have labels',
    ],
    [
      'a grant without GPUs',
      of('Department', 'x', '{ nodePools: { default: { cpu: 1 } } }'),
      'add gpu',
    ],
    [
      'a limit below the quota',
      of('Department', 'x', '{ nodePools: { default: { gpu: { quota: 8, limit: 1 } } } }'),
      'the limit is below the quota',
    ],
    [
      'another department of a project',
      of('Project', 'vision', '{ department: sky }') + of('Department', 'sky', '{}'),
      "its department is 'department' and stays so",
    ],
  ])('refuses %s', async (_what, text, problem) => {
    const here = await site();
    const { exitCode, stderr } = await apply(here, text);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(problem);
  });
});
