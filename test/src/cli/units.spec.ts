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
    ['department delete nobody', 3, 'at: ID', 'list the departments'],
    ['project delete vision department', 3, 'at: ID', 'list the projects'],
  ] as const)('%s exits %i at %s: %s', async (...[line, code, at, remedy]) => {
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
