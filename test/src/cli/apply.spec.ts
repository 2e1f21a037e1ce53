import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { scratchFolder } from './small-ledger.ts';
import { apply, of, sky } from './documents.ts';
import { site } from './site.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);

const file = (name: string, text: string): string => {
  const path = join(scratch.folder, name);
  writeFileSync(path, text);
  return path;
};

/** What a pod asks for that asks for nothing. */
const nothing = { gpuDevices: 0, gpuMilli: 0, cpuMilli: 0, memoryBytes: 0 };

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

  it('asks for all that a workload can ask of nodes', async () => {
    const here = await site();
    const text = of(
      'Distributed',
      'llama',
      `
  project: vision
  semiPreemptible: true
  preemptible: false
  topology: { name: racks, required: zone, preferred: rack }
  subGroups:
    - { name: master, gpuMemory: 20Gi, hostPorts: [8080, 53/UDP], claims: [pair] }
    - name: worker
      pods: 4
      minPods: 2
      gpu: 2
      gpuMemory: 40Gi
      resources: { example.com/rdma: 1 }
      nodeSelector: { zone: [a, b] }
      podLabels: { app: llama }
      podPriority: 2
      affinity:
        podAntiAffinity: [{ labels: { app: llama }, topologyKey: host, weight: 5 }]
        preferredNodes:
          - { labels: { disk: fast }, weight: 1 }
          - { matchExpressions: [{ key: spot, operator: DoesNotExist }], weight: 9 }
        requiredNodes:
          - matchExpressions: [{ key: cpus, operator: Gt, values: [32] }]
          - matchExpressions: [{ key: zone, operator: NotIn, values: [c, d] }]
    - { name: side, mig: { 1g.10gb: 2 }, minPods: 0, topology: { name: racks, required: rack } }`,
    );
    expect(await apply(here, text)).toMatchObject({ exitCode: 0, stderr: '' });
    const { stdout: facts } = await here.berth(
      'events',
      '--type',
      'WorkloadSubmitted',
      '-o',
      'json',
    );
    const { data } = JSON.parse(facts);
    expect(data).toMatchObject({
      preemptible: false,
      semiPreemptible: true,
      gang: {
        podSets: [
          { name: 'master', minPods: 1 },
          { name: 'worker', minPods: 2 },
          { name: 'side', minPods: 0, topology: { topology: 'racks', required: 'rack' } },
        ],
        topology: { topology: 'racks', required: 'zone', preferred: 'rack' },
      },
    });
    expect(data.subGroups).toEqual([
      {
        name: 'master',
        pods: 1,
        request: {
          ...nothing,
          gpuDevices: 1,
          gpuMemoryMib: 20_480,
          claims: ['pair'],
          hostPorts: [
            { port: 8080, protocol: 'TCP' },
            { port: 53, protocol: 'UDP' },
          ],
        },
      },
      {
        name: 'worker',
        pods: 4,
        request: {
          ...nothing,
          gpuDevices: 2,
          gpuMemoryMib: 40_960,
          resources: { 'example.com/rdma': 1 },
        },
        nodeSelector: { zone: ['a', 'b'] },
        podLabels: { app: 'llama' },
        podPriority: 2,
        affinity: {
          podAntiAffinity: [{ labels: { app: 'llama' }, topologyKey: 'host', weight: 5 }],
          preferredNodes: [
            { labels: { disk: ['fast'] }, weight: 1 },
            {
              labels: {},
              matchExpressions: [{ key: 'spot', operator: 'DoesNotExist' }],
              weight: 9,
            },
          ],
          requiredNodes: [
            { matchExpressions: [{ key: 'cpus', operator: 'Gt', values: ['32'] }] },
            { matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['c', 'd'] }] },
          ],
        },
      },
      { name: 'side', pods: 1, request: { ...nothing, mig: { 'nvidia.com/mig-1g.10gb': 2 } } },
    ]);
  });

  it('makes nodes, topologies and claims, and takes them away again', async () => {
    const here = await site();
    const text = [
      of('ResourceClaim', 'pair', '{ deviceClass: gpu.example.com, count: 2, project: vision }'),
      of(
        'Node',
        'cut-1',
        `
  { cpu: 64, memory: 512Gi, gpus: 8, gpuModel: H100, gpuMemory: 80Gi, pods: 50, labels: { rack: r1 },
    taints: [{ key: gpu, effect: NoSchedule }], mig: { strategy: mixed, slices: { 1g.10gb: 7 } },
    resources: { example.com/rdma: 2 }, deviceClasses: { gpu.example.com: 2 } }`,
      ),
      of('Topology', 'racks', '{ levels: [zone, rack] }'),
    ].join('');
    const lines = ['topology/racks defined', 'node/cut-1 joined', 'resourceclaim/pair created'];
    expect(await apply(here, text)).toMatchObject({ stderr: '', stdout: `${lines.join('\n')}\n` });
    const { stdout: facts } = await here.berth('events', '--type', 'NodeJoined', '-o', 'json');
    const joined = facts
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).data)
      .at(-1);
    expect(joined).toEqual({
      name: 'cut-1',
      clusterId: 'cluster',
      nodePoolId: 'default',
      labels: { rack: 'r1' },
      taints: [{ key: 'gpu', value: '', effect: 'NoSchedule' }],
      cpuMilli: 64_000,
      memoryBytes: 512 * 2 ** 30,
      podsMax: 50,
      gpuCount: 8,
      gpuModel: 'H100',
      gpuMemoryMib: 81_920,
      mig: { strategy: 'mixed', instances: { 'nvidia.com/mig-1g.10gb': 7 } },
      resources: { 'example.com/rdma': 2 },
      deviceClasses: { 'gpu.example.com': 2 },
    });
    expect((await apply(here, text)).stdout.match(/unchanged/g)).toHaveLength(3);
    const gone = await here.berthOn({ input: async () => text }, 'delete', '-f', '-');
    expect(gone.stdout).toBe(
      'resourceclaim/pair deleted\nnode/cut-1 deleted\ntopology/racks deleted\n',
    );
  });

  it.each([
    [of('Topology', 'racks', '{ levels: [a, a] }'), 'field spec.levels'],
    [of('ResourceClaim', 'pair', '{ deviceClass: x, count: 2000 }'), 'field spec.count'],
    [of('ResourceClaim', 'pair', '{ deviceClass: x, project: visio }'), 'field spec.project'],
    [of('Node', 'n', '{ cpu: 1, memory: 1Gi, nodePool: far }'), 'field spec.nodePool'],
    [
      of('Node', 'n', '{ cpu: 1, memory: 1Gi, mig: { strategy: mixed, slices: { big: 1 } } }'),
      'field spec.mig',
    ],
    [of('Node', 'n', '{ cpu: 1, memory: 1Gi, gpus: 5000 }'), 'field spec.gpus'],
    [of('Node', 'n', '{ cpu: 1, memory: 1Gi, resources: { cpu: 1 } }'), 'field spec.resources'],
    [of('Node', 'n', '{ cpu: 1 }'), 'field spec'],
  ])('refuses %s at %s', async (text, where) => {
    const { exitCode, stderr } = await apply(await site(), text);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(where);
    expect(stderr).toContain('remedy: ');
  });

  it('lets a workload go to several pools, and sees that they are the same when it is applied again', async () => {
    const here = await site();
    const pool = of('NodePool', 'far', '{ label: { key: pool, value: far } }');
    const job = of('Training', 'roams', '{ project: vision, gpu: 1, nodePools: [default, far] }');
    expect((await apply(here, job + pool)).stdout).toMatch(
      /^nodepool\/far created\nworkload\/roams-\S+ submitted\n$/,
    );
    expect((await apply(here, job)).stdout).toMatch(/^workload\/roams-\S+ unchanged\n$/);
    const { stdout } = await here.berth('training', 'describe', 'roams');
    expect(stdout).toMatch(/node pools: +default, far/);
    const other = await apply(here, job.replace('[default, far]', '[default]'));
    expect(other.stderr).toContain("its node pools is 'default, far' and stays so");
    const several = of(
      'Project',
      'p',
      '{ department: department, defaultNodePools: [far, default] }',
    );
    expect((await apply(here, several)).stdout).toBe('project/p created\n');
    expect((await apply(here, several)).stdout).toBe('project/p unchanged\n');
    const usual = await apply(
      here,
      of('Training', 'usual', '{ project: p, gpu: 1 }'),
      '-o',
      'json',
    );
    expect(JSON.parse(usual.stdout)[0].asks[0].spec.nodePoolIds).toEqual(['far', 'default']);
    const both = await apply(here, job.replace('gpu: 1', 'gpu: 1, nodePool: far'));
    expect(both.stderr).toContain('leave one of them out');
  });

  it('takes a whole tree of pods, or the fewest of the only set', async () => {
    const here = await site();
    const tree = of(
      'Training',
      'tree',
      `
  project: vision
  subGroups: [{ name: a, podSet: all, pods: 2 }, { name: b, podSet: all }]
  gang:
    podSets: [{ name: all, minPods: 2, group: top, topology: { name: racks, preferred: rack } }]
    groups: [{ name: top, topology: { name: racks, required: zone } }]`,
    );
    const elastic = of('Training', 'elastic', '{ project: vision, gpu: 1, pods: 4, minPods: 1 }');
    expect(await apply(here, tree + elastic, '-o', 'json')).toMatchObject({ stderr: '' });
    const described = await here.berth('training', 'describe', 'tree');
    expect(described.stdout).toContain('all: at least 2, in top, if possible one rack of racks');
    const { stdout } = await here.berth('events', '--type', 'WorkloadSubmitted', '-o', 'json');
    const gangs = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).data.gang);
    expect(gangs).toEqual([
      {
        podSets: [
          {
            name: 'all',
            minPods: 2,
            group: 'top',
            topology: { topology: 'racks', preferred: 'rack' },
          },
        ],
        groups: [{ name: 'top', topology: { topology: 'racks', required: 'zone' } }],
      },
      { podSets: [{ name: 'main', minPods: 1 }], groups: [] },
    ]);
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
