import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { scratchFolder } from './small-ledger.ts';
import { site, type Site } from './site.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);

const file = (name: string, text: string): string => {
  const path = join(scratch.folder, name);
  writeFileSync(path, text);
  return path;
};

const of = (kind: string, name: string, spec: string): string =>
  `apiVersion: berth.dev/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: ${spec}\n---\n`;

/** What leans on others comes first on purpose. */
const sky = [
  of('Training', 'bert', '{ project: astro, gpu: 2, priority: high, timeLimit: 2h }'),
  of('Project', 'astro', '{ department: sky, nodePools: [{ name: default, gpu: 4 }] }'),
  of('Department', 'sky', '{ nodePools: { default: { gpu: { quota: 8, limit: 16 }, cpu: 64 } } }'),
].join('');

const apply = ({ berthOn }: Site, text: string, ...more: readonly string[]) =>
  berthOn({ input: async () => text }, 'apply', '-f', '-', ...more);

describe('berth apply', () => {
  it('makes what a file says, what others lean on first; again it changes nothing', async () => {
    const here = await site();
    const path = file('sky.yaml', sky);
    const first = await here.berth('apply', '-f', path);
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toMatch(
      /^department\/sky created\nproject\/astro created\nworkload\/bert-\S+ submitted\n$/,
    );
    const again = await here.berth('apply', '-f', path);
    expect(again.stdout).toMatch(
      /^department\/sky unchanged\nproject\/astro unchanged\nworkload\/bert-\S+ unchanged\n$/,
    );
    const more = await apply(here, sky.replace('quota: 8', 'quota: 12'));
    expect(more.stdout).toContain('department/sky configured\n');
    const { stdout } = await here.berth('department', 'describe', 'sky', '-o', 'json');
    expect(JSON.parse(stdout).grants.default.gpuMilli).toEqual({
      quota: 12_000,
      limit: 16_000,
      weight: 2,
    });
  });

  it('reads JSON, and says as data what it did', async () => {
    const here = await site();
    const document = {
      apiVersion: 'berth.dev/v1alpha1',
      kind: 'NodePool',
      metadata: { name: 'h100' },
      spec: { label: { key: 'gpu.model', value: 'H100' }, gpuPlacement: 'spread' },
    };
    const { stdout } = await apply(here, JSON.stringify(document), '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject([
      { subject: 'nodepool/h100', outcome: 'created', asks: [{ labelKey: 'gpu.model' }] },
    ]);
  });

  it('--dry-run writes nothing: of the client it sends nothing, of the server it is judged', async () => {
    const here = await site();
    const client = await apply(here, sky, '--dry-run=client');
    expect(client.stdout).toMatch(/^department\/sky created \(dry run\)\nproject\/astro created/);
    const server = await apply(here, sky, '--dry-run=server');
    expect(server.stdout).toContain('department/sky created (server dry run)\n');
    expect(server.stdout).toContain(
      'project/astro created (server dry run; not judged, for it needs department/sky)\n',
    );
    expect((await here.berth('department', 'list', '-o', 'name')).stdout).toBe(
      'department/department\n',
    );
  });

  it('sends nothing when one document of several is wrong, and says of each what is wrong and where', async () => {
    const here = await site();
    const { exitCode, stdout, stderr } = await apply(
      here,
      sky.replace('gpu: 2', 'gpus: 2').replace('quota: 8', 'quotta: 8'),
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe(
      "error: nobody knows 'gpus'\n  at: stdin:4:25, field spec.gpus\n  remedy: did you mean gpu?\n" +
        "error: nobody knows 'quotta'\n  at: stdin:14:40, field spec.nodePools.default.gpu.quotta\n" +
        '  remedy: did you mean quota?\n',
    );
    const lost = await apply(here, sky.replace('department: sky', 'department: skyy'));
    expect(lost.exitCode).toBe(3);
    expect(lost.stderr).toContain('field spec.department\n  remedy: did you mean sky?');
    expect((await here.berth('department', 'list', '-o', 'name')).stdout).toBe(
      'department/department\n',
    );
  });

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

  it('a workload that is there and otherwise is a conflict', async () => {
    const here = await site();
    const wish = of('Training', 'a', '{ project: vision, gpu: 1 }');
    expect((await apply(here, wish)).exitCode).toBe(0);
    const other = await apply(here, wish.replace('gpu: 1', 'gpu: 2'));
    expect(other.exitCode).toBe(4);
    expect(other.stderr).toContain('what each of its pods asks for is otherwise');
    const type = await apply(here, wish.replace('Training', 'Workspace'));
    expect(type.stderr).toContain("its type is 'training' and stays so");
  });

  it('what a server refuses is told with the place in the file; what needs it is left out', async () => {
    const here = await site();
    const text = of('Training', 'a', '{ project: vision, backoffLimit: 99999999999 }');
    const { exitCode, stderr } = await apply(here, text);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^error: workload\/a-\S+: .+\n {2}at: stdin:4:40, field spec.backoffLimit\n/,
    );
  });

  it('a file that is not there, or too large, is refused', async () => {
    const here = await site({ isEmpty: true });
    const lost = await here.berth('apply', '-f', join(scratch.folder, 'nowhere.yaml'));
    expect(lost.exitCode).toBe(2);
    expect(lost.stderr).toContain('the file cannot be read');
  });
});

describe('berth delete -f and workload submit -f', () => {
  it('deletes what leans on others first, and says what is not there', async () => {
    const here = await site();
    await apply(here, sky);
    const remove = (...more: readonly string[]) =>
      here.berthOn({ input: async () => sky }, 'delete', '-f', '-', ...more);
    const { exitCode, stdout } = await remove();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^workload\/bert-\S+ deleting\nproject\/astro deleted\ndepartment\/sky /,
    );
    const again = await remove();
    expect(again.exitCode).toBe(3);
    expect(again.stderr).toContain("there is no Project 'astro'");
    expect((await remove('--ignore-not-found')).exitCode).toBe(0);
  });

  it('submits workloads alone, in the project that the command line names', async () => {
    const { berthOn } = await site();
    const submit = (text: string, ...more: readonly string[]) =>
      berthOn({ input: async () => text }, 'workload', 'submit', '-f', '-', ...more);
    const gang =
      '{ subGroups: [{ name: m, gpu: 1 }, { name: w, pods: 3, gpu: "2x0.5" }], ' +
      'nodeSelector: { a: [b, c], d: e }, tolerations: [{ key: k, operator: Exists }] }';
    const { stdout } = await submit(of('Distributed', 'gang', gang), '-p', 'speech');
    expect(stdout).toMatch(/^workload\/gang-\S+ submitted\n$/);
    const described = await berthOn({}, 'distributed', 'describe', 'gang', '-o', 'json');
    expect(JSON.parse(described.stdout)).toMatchObject({
      projectId: 'speech',
      requestedPods: 4,
      requestedGpuMilli: 4000,
    });
    const { exitCode, stderr } = await submit(sky);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('a Project cannot be submitted');
  });
});
