import { describe, expect, it, onTestFinished } from 'vitest';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { doDeed } from '../../../src/cli/asks/do-deed.ts';
import { failureOfRemote } from '../../../src/cli/remote/remote-failures.ts';
import { createServer } from '../../../src/cli/remote/server.ts';
import { site } from './site.ts';

describe('projects and departments', () => {
  it('are made with a grant, changed field by field, and taken away', async () => {
    const { berth } = await site();
    expect((await berth('department', 'create', 'sky', '--gpu-quota', '8')).stdout).toBe(
      'department/sky created\n',
    );
    const create = [
      'project',
      'create',
      'astro',
      '-d',
      'sky',
      '--gpu-quota',
      '4',
      '--cpu-quota',
      '64',
    ];
    expect((await berth(...create)).stdout).toBe('project/astro created\n');
    expect((await berth(...create)).stdout).toBe('project/astro unchanged\n');
    const set = ['project', 'set', 'astro', '--gpu-limit', '6', '--priority', '120'];
    expect((await berth(...set)).stdout).toBe('project/astro configured\n');
    const { stdout } = await berth('project', 'describe', 'astro', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      departmentId: 'sky',
      defaultNodePoolId: 'default',
      grants: {
        default: {
          gpuMilli: { quota: 4000, limit: 6000, weight: 2 },
          cpuMilli: { quota: 64_000, limit: -1, weight: 2 },
          memoryMib: { quota: -1, limit: -1, weight: 2 },
          priority: 120,
        },
      },
    });
    expect((await berth('project', 'delete', 'project/astro')).stdout).toBe(
      'project/astro deleted\n',
    );
    expect((await berth('department', 'delete', 'sky', '-o', 'name')).stdout).toBe(
      'department/sky\n',
    );
  });

  it.each([
    ['project create a -d nowhere', 3, '--department', 'berth department list'],
    ['project create A -d department', 2, 'ID', 'use a-z'],
    ['project create a', 2, '', "required option '-d, --department <id>'"],
    ['project create vision -d other', 3, '--department', 'berth department list'],
    ['project set visio --gpu-quota 1', 3, 'ID', 'did you mean vision?'],
    ['project set vision', 2, '--gpu-quota', 'say --gpu-quota'],
    ['project set vision --gpu-quota many', 2, '--gpu-quota', '-1 for no bound'],
    ['project set vision --node-pool h100 --gpu-quota 1', 3, '--node-pool', 'berth nodepool list'],
    ['project set vision --gpu-limit 1', 2, '--gpu-limit', 'say another amount'],
    ['department create x --cluster moon', 3, '--cluster', 'berth cluster list'],
    ['department delete nobody', 3, 'departmentId', 'list the departments'],
    ['project delete vision department', 3, 'projectId', 'list the projects'],
  ])('%s exits %i at %s: %s', async (line, code, at, remedy) => {
    const { berth } = await site();
    const { exitCode, stderr } = await berth(...line.split(' '));
    expect(exitCode).toBe(code);
    if (at !== '') expect(stderr).toContain(`${at}`);
    expect(stderr).toContain(remedy);
  });

  it('an ask on the ground of what is no longer so is refused, and nothing is done', async () => {
    const { berth, url } = await site();
    const server = await createServer({
      url: new URL(`${url}/`),
      token: undefined,
      project: undefined,
      timeoutMs: 5_000,
    });
    onTestFinished(server.close);
    const ask = { type: 'CordonNode', nodeId: 'node-1', reason: '' } as const;
    const deed = { subject: 'node/node-1', outcome: 'cordoned', asks: [ask], expectedRevision: 1 };
    const done = await doDeed(server, deed, 'none');
    expect(isLeft(done) && failureOfRemote(done.left)).toMatchObject({ exitCode: 4 });
    expect((await berth('node', 'list')).stdout).not.toContain('Cordoned');
  });
});

describe('the estate', () => {
  it('node pools are made by a label and changed in how they place', async () => {
    const { berth } = await site();
    const create = ['nodepool', 'create', 'h100', '--label', 'gpu.model=H100'];
    expect((await berth(...create)).stdout).toBe('nodepool/h100 created\n');
    const set = ['nodepool', 'set', 'h100', '--gpu-placement', 'spread'];
    expect((await berth(...set)).stdout).toBe('nodepool/h100 configured\n');
    expect((await berth(...set)).stdout).toBe('nodepool/h100 unchanged\n');
    const other = await berth('nodepool', 'create', 'h100', '--label', 'gpu.model=A100');
    expect(other.exitCode).toBe(4);
    expect((await berth('nodepool', 'set', 'h200', '--gpu-placement', 'spread')).exitCode).toBe(2);
    expect((await berth('nodepool', 'set', 'h100', '--cpu-placement', 'x')).exitCode).toBe(2);
    expect((await berth('nodepool', 'delete', 'h100')).exitCode).toBe(0);
  });

  it('nodes join by hand, are cordoned and uncordoned, and leave', async () => {
    const { berth } = await site();
    const made = ['--gpu-count', '4', '--gpu-model', 'H100', '--gpu-memory', '80Gi', '--cpu', '96'];
    const create = [
      'node',
      'create',
      'n9',
      ...made,
      '--memory',
      '1Ti',
      '--taint',
      'a=b:NoSchedule',
    ];
    expect((await berth(...create, '--label', 'rack=7')).stdout).toBe('node/n9 joined\n');
    expect((await berth('node', 'cordon', 'n9', '--reason', 'rest')).stdout).toBe(
      'node/n9 cordoned\n',
    );
    const { stdout } = await berth('node', 'describe', 'n9', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      state: 'Cordoned',
      cordonReason: 'rest',
      gpuMemoryMib: 81_920,
      labels: { rack: '7' },
      taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }],
    });
    expect((await berth('node', 'uncordon', 'n9')).stdout).toBe('node/n9 uncordoned\n');
    expect((await berth('node', 'delete', 'n9')).stdout).toBe('node/n9 deleted\n');
    expect((await berth('node', 'create', 'n8', '--taint', 'x')).exitCode).toBe(2);
    expect((await berth('node', 'cordon', 'nobody')).exitCode).toBe(3);
  });

  it('clusters are registered and removed', async () => {
    const { berth } = await site();
    expect((await berth('cluster', 'create', 'lab')).stdout).toBe('cluster/lab created\n');
    const two = await berth('department', 'create', 'x');
    expect(two.exitCode).toBe(2);
    expect(two.stderr).toContain('name one of cluster, lab');
    expect((await berth('cluster', 'delete', 'lab')).exitCode).toBe(0);
  });

  it.each(['queue create a', 'queue set a --gpu-quota 3', 'queue delete a', 'node set a --x y'])(
    'berth %s is refused with what to use instead',
    async (line) => {
      const { berth } = await site({ isEmpty: true });
      const { exitCode, stderr } = await berth(...line.split(' '));
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/remedy: berth (project|node) (set|delete|cordon) /);
    },
  );
});
