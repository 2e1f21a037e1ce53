import { describe, expect, it } from 'vitest';
import { site } from './site.ts';

describe('the estate', () => {
  it('node pools are made by a label and changed in how they place', async () => {
    const { berth } = await site();
    const create = ['nodepool', 'create', 'h100', '--label', 'gpu.model=H100'];
    expect((await berth(...create)).stdout).toBe('nodepool/h100 created\n');
    const set = ['nodepool', 'set', 'h100', '--gpu-placement', 'spread'];
    expect((await berth(...set)).stdout).toBe('nodepool/h100 configured\n');
    expect((await berth(...set)).stdout).toBe('nodepool/h100 unchanged\n');
    const { stdout } = await berth('nodepool', 'describe', 'h100', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ gpuPlacement: 'spread', cpuPlacement: 'binpack' });
    expect((await berth('nodepool', 'set', 'h100', '--gpu-placement', 'berth')).exitCode).toBe(0);
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
    const cut = ['--mig-strategy', 'mixed', '--mig-slice', '1g.10gb=3', '--device-class', 'x=2'];
    const more = ['--label', 'rack=7', ...cut, '--extended-resource', 'example.com/rdma=2'];
    expect((await berth(...create, ...more)).stdout).toBe('node/n9 joined\n');
    expect((await berth('node', 'cordon', 'n9', '--reason', 'rest')).stdout).toBe(
      'node/n9 cordoned\n',
    );
    const { stdout } = await berth('node', 'describe', 'n9', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      state: 'Cordoned',
      cordonReason: 'rest',
      gpuMemoryMib: 81_920,
      labels: { rack: '7' },
      mig: { strategy: 'mixed', instances: { 'nvidia.com/mig-1g.10gb': 3 } },
      resources: { 'example.com/rdma': 2 },
      deviceClasses: { x: 2 },
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
