import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { site } from './site.ts';

const idOf = (stdout: string): string => /workload\/(\S+)/.exec(stdout)?.[1] ?? '';

const words = (line: string): readonly string[] => line.split(' ');

describe('berth TYPE submit', () => {
  it('asks for what the flags say, and says under which id', async () => {
    const { berth } = await site();
    const { exitCode, stdout, stderr } = await berth(
      ...words('training submit bert -p vision -i im:1 -g 2'),
      ...words('--cpu-core-request 500m --cpu-memory-request 1Gi --priority high'),
      ...words('-e A=b=c --label team=nlp --annotation note=x --backoff-limit 2'),
      ...words('--time-limit 1h30m --auto-deletion-time-after-completion 2d'),
      ...words('--termination-grace-period 10 --node-selector gpu=a|b'),
      ...words('--toleration key=k,operator=Exists,effect=NoSchedule --working-dir /w'),
      '--',
      'python',
      'train it.py',
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^workload\/bert-[a-z0-9]{6} submitted\n$/);
    const { stdout: json } = await berth('training', 'describe', 'bert', '-o', 'json');
    expect(JSON.parse(json)).toMatchObject({
      id: idOf(stdout),
      name: 'bert',
      projectId: 'vision',
      nodePoolId: 'default',
      priority: 125,
      isPreemptible: false,
      requestedGpuMilli: 2000,
      container: { image: 'im:1', args: "python 'train it.py'", environment: { A: 'b=c' } },
      labels: { team: 'nlp' },
      annotations: { note: 'x' },
      backoffLimit: 2,
      timeLimitMs: 5_400_000,
      timeToLiveMs: 172_800_000,
    });
    const { stdout: facts } = await berth('events', '--type', 'WorkloadSubmitted', '-o', 'json');
    expect(JSON.parse(facts)).toMatchObject({
      data: {
        graceMs: 10_000,
        nodeSelector: { gpu: ['a', 'b'] },
        tolerations: [{ key: 'k', operator: 'Exists', value: '', effect: 'NoSchedule' }],
        subGroups: [{ pods: 1, request: { gpuDevices: 2, gpuMilli: 1000, cpuMilli: 500 } }],
      },
    });
  });

  it.each([
    [
      ['--workers', '3', '--min-replicas', '1', '--max-replicas', '5', '--no-master'],
      { subGroups: [{ pods: 5 }], gang: { podSets: [{ name: 'worker', minPods: 1 }], groups: [] } },
    ],
    [
      ['--topology', 'racks', '--required-pod-topology-key', 'rack'],
      {
        gang: {
          podSets: [
            { name: 'master', minPods: 1 },
            { name: 'worker', minPods: 1 },
          ],
          topology: { topology: 'racks', required: 'rack' },
        },
      },
    ],
    [
      ['--no-master', '--required-pod-topology-key', 'a', '--preferred-pod-topology-key', 'b'],
      {
        subGroups: [
          {
            podLabels: { 'run.ai/workload': 'x', 'run.ai/project': 'vision' },
            affinity: { podAffinity: [{ topologyKey: 'a' }, { topologyKey: 'b', weight: 100 }] },
          },
        ],
      },
    ],
    [
      ['--node-type', 'dgx', '--node-selector', 'a=b'],
      { nodeSelector: { a: ['b'], 'run.ai/type': ['dgx'] } },
    ],
    [
      [
        ['--no-master', '--node-affinity', 'zone in (a, b), !spot,cpus > 32'],
        ['--node-affinity', 'disk,zone!=c,rack notin (x)'],
        ['--node-preference', '50:zone=a', '--node-preference', '7:cpus<9'],
      ].flat(),
      {
        subGroups: [
          {
            affinity: {
              requiredNodes: [
                {
                  matchExpressions: [
                    { key: 'zone', operator: 'In', values: ['a', 'b'] },
                    { key: 'spot', operator: 'DoesNotExist' },
                    { key: 'cpus', operator: 'Gt', values: ['32'] },
                  ],
                },
                {
                  matchExpressions: [
                    { key: 'disk', operator: 'Exists' },
                    { key: 'zone', operator: 'NotIn', values: ['c'] },
                    { key: 'rack', operator: 'NotIn', values: ['x'] },
                  ],
                },
              ],
              preferredNodes: [
                { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }], weight: 50 },
                { matchExpressions: [{ key: 'cpus', operator: 'Lt', values: ['9'] }], weight: 7 },
              ],
            },
          },
        ],
      },
    ],
    [['--preemptibility', 'semi-preemptible'], { preemptible: false, semiPreemptible: true }],
  ])('distributed submit %j is %j', async (flags, spec) => {
    const { berth } = await site();
    const { stdout, stderr } = await berth(
      ...words('distributed submit x -p vision -i im --dry-run server -o yaml'),
      ...flags,
    );
    expect(stderr).toBe('');
    expect(parse(stdout)[0].asks[0].spec).toMatchObject(spec);
  });

  it.each([
    ['workspace', ['-g', '1'], [{ name: 'main', pods: 1 }]],
    ['inference', ['--min-replicas', '2', '--max-replicas', '4'], [{ name: 'main', pods: 2 }]],
    [
      'distributed',
      ['--workers', '3', '-g', '8'],
      [{ name: 'master' }, { name: 'worker', pods: 3 }],
    ],
    ['distributed', ['--workers', '2', '--no-master'], [{ name: 'worker', pods: 2 }]],
    [
      'distributed',
      ['-g', '2', '--master-gpu-devices-request', '0', '--master-cpu-core-request', '1'],
      [
        { name: 'master', request: { gpuDevices: 0, gpuMilli: 0, cpuMilli: 1000 } },
        { name: 'worker', request: { gpuDevices: 2, gpuMilli: 1000, cpuMilli: 0 } },
      ],
    ],
    ['training', ['--gpu-portion-request', '0.5'], [{ request: { gpuDevices: 1, gpuMilli: 500 } }]],
    [
      'training',
      ['--gpu-memory-request', '20Gi', '-g', '2', '--parallelism', '3'],
      [{ pods: 3, request: { gpuDevices: 2, gpuMilli: 0, gpuMemoryMib: 20_480 } }],
    ],
    [
      'workspace',
      ['--gpu-request-type', 'migProfile', '--mig-profile', '1g.10gb', '-g', '2'],
      [{ request: { gpuDevices: 0, gpuMilli: 0, mig: { 'nvidia.com/mig-1g.10gb': 2 } } }],
    ],
    [
      'workspace',
      ['--extended-resource', 'example.com/rdma=2', '--claim', 'pair'],
      [{ request: { gpuDevices: 0, resources: { 'example.com/rdma': 2 }, claims: ['pair'] } }],
    ],
    [
      'distributed',
      ['--mig-profile', '2g.20gb', '--master-gpu-devices-request', '0'],
      [
        { name: 'master', request: { gpuDevices: 0, gpuMilli: 0 } },
        { name: 'worker', request: { mig: { 'nvidia.com/mig-2g.20gb': 1 } } },
      ],
    ],
    [
      'distributed',
      ['-g', '4', '--master-gpu-memory-request', '1Gi'],
      [
        { name: 'master', request: { gpuDevices: 1, gpuMilli: 0, gpuMemoryMib: 1024 } },
        { name: 'worker', request: { gpuDevices: 4, gpuMilli: 1000 } },
      ],
    ],
  ])('%s submit %j asks for %j', async (noun, flags, subGroups) => {
    const { berth } = await site();
    const { stdout } = await berth(
      noun,
      ...words('submit x -p vision -i im --dry-run client -o yaml'),
      ...flags,
    );
    const [deed] = parse(stdout);
    expect(deed.asks[0].spec).toMatchObject({ workloadType: noun, subGroups });
    expect((await berth('workload', 'list', '-o', 'name')).stdout).toBe('');
  });

  it('asks for memory of GPUs, which lists tell as memory, beside GPUs and of units too', async () => {
    const { berth } = await site();
    const asks = '--parallelism 2 -g 2 --gpu-memory-request 4000Gi -p vision -i im';
    expect((await berth('training', 'submit', 'm', ...words(asks))).exitCode).toBe(0);
    const listed = await berth('workload', 'list', '--no-headers');
    expect(listed.stdout).toMatch(/ 0\/16000Gi /);
    const described = await berth('workload', 'describe', 'm');
    expect(described.stdout).toMatch(/GPUs: +0 of 16000Gi/);
    expect(described.stdout).toContain('2 pods asking for 16000Gi of GPU memory');
    await berth('training', 'submit', 'n', ...words('-g 1 -p vision -i im'));
    for (const list of ['project', 'department', 'queue'])
      expect((await berth(list, 'list')).stdout).toContain(' 1+16000Gi ');
    const { stdout } = await berth('queue', 'describe', 'vision@default');
    expect(stdout).toMatch(/by memory of GPUs:\s+16000Gi/);
  });

  it('draws a name behind a prefix, and tells it from the words of a command', async () => {
    const { berth } = await site();
    const submit = ['training', 'submit', '--name-prefix', 'try', '-p', 'vision', '-i', 'im'];
    const { stdout } = await berth(...submit, '--command', '--', 'run', 'it');
    expect(stdout).toMatch(/^workload\/try-[a-z0-9]{5}-[a-z0-9]{6} submitted\n$/);
    const one = await berth('workload', 'describe', idOf(stdout), '-o', 'json');
    expect(JSON.parse(one.stdout).container).toEqual({ image: 'im', command: 'run it' });
  });

  it('of a name that is taken exits 4, whatever was sent before; a dry run of the server too', async () => {
    const { berth } = await site();
    const submit = ['training', 'submit', 'a', '-p', 'vision', '-i', 'x'];
    expect((await berth(...submit)).exitCode).toBe(0);
    for (const more of [[], ['--dry-run', 'server']]) {
      const { exitCode, stderr } = await berth(...submit, ...more);
      expect(exitCode).toBe(4);
      expect(stderr).toContain('at: NAME\n');
      expect(stderr).toContain('choose another name');
    }
  });

  it.each([
    ['', 2, 'NAME', 'say --name-prefix'],
    ['a b', 2, '', 'write -- before what the container gets'],
    ['a --name-prefix b', 2, '--name-prefix', 'leave one of them out'],
    ['a -g 1.5', 2, '--gpu-devices-request', '--gpu-portion-request 0.5'],
    ['a --gpu-portion-request 2', 2, '--gpu-portion-request', 'at most 1'],
    ['a --cpu-memory-request 4X', 2, '--cpu-memory-request', 'suffix'],
    ['a --priority hgh', 2, '--priority', 'did you mean high?'],
    ['a --preemptibility maybe', 2, '--preemptibility', 'non-preemptible'],
    ['a --node-pools default,other', 3, '--node-pools', 'nodepool list'],
    ['a --node-pools default,default', 2, '--node-pools', 'differently'],
    ['a --node-pools defalt', 3, '--node-pools', 'did you mean default?'],
    ['a -p visio', 3, '--project', 'did you mean vision?'],
    ['a --command', 2, '--command', 'behind --'],
    ['a -- run', 2, '--image', 'name one'],
    ['a', 2, '--image', 'name one'],
    ['Bad_Name', 2, 'NAME', 'use a-z'],
    ['a --label x', 2, '--label', 'KEY=VALUE'],
    ['a --toleration key=a,seconds=3', 2, '--toleration', 'operator=Exists'],
    ['a --existing-pvc x', 2, '--existing-pvc', 'leave it out'],
    ['a --runs 3', 2, '--runs', '--workers'],
    ['a --gpu-memory-limit 1Gi', 2, '--gpu-memory-limit', '--gpu-memory-request'],
    ['a --gpu-memory-request 1500k', 2, '--gpu-memory-request', '2Mi'],
    ['a --gpu-memory-request 1Gi -g 0', 2, '--gpu-memory-request', '20Gi'],
    ['a --gpu-memory-request 1Gi --gpu-portion-request 1', 2, '--gpu-portion-request', 'leave it'],
    ['a --gpu-request-type card', 2, '--gpu-request-type', 'migProfile'],
    ['a --gpu-request-type memory', 2, '--gpu-memory-request', '20Gi'],
    ['a --mig-profile 10gb', 2, '--mig-profile', '1g.10gb'],
    ['a --extended-resource a=x', 2, '--extended-resource', 'a=1'],
    ['a --extended-resource cpu=1', 2, '--extended-resource', 'say it in'],
    ['a --claim a --claim a', 2, '--claim', 'differently'],
    ['a --topology racks', 2, '--topology', '--required-pod-topology-key'],
    ['a --node-affinity zone=(a', 2, '--node-affinity', 'KEY in (A,B)'],
    ['a --node-affinity cpus>many', 2, '--node-affinity', 'write one whole number'],
    ['a --node-preference zone=a', 2, '--node-preference', '50:zone=a'],
    ['a --node-preference 101:zone=a', 2, '--node-preference', 'at most 100'],
    ['a --preemptibility half', 2, '--preemptibility', 'semi-preemptible'],
    ['a --time-limit soon', 2, '', 'expected a duration'],
    ['a --dry-run maybe', 2, '--dry-run', 'use none, client or server'],
  ] as const)(
    'training submit %s is refused with exit %i at %s: %s',
    async (...[line, code, flag, remedy]) => {
      const { berth } = await site();
      const typed = line.split(' ').filter((word) => word !== '');
      const project = line.includes('-p ') ? [] : ['-p', 'vision'];
      const image = flag === '--image' ? [] : ['-i', 'x'];
      const submit = ['training', 'submit', ...project, ...image];
      const { exitCode, stdout, stderr } = await berth(...submit, ...typed);
      expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
      if (flag !== '') expect(stderr).toContain(`at: ${flag}`);
      expect(stderr).toContain(remedy);
      expect((await berth('workload', 'list', '-o', 'name')).stdout).toBe('');
    },
  );
});
