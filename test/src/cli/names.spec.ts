import { describe, expect, it } from 'vitest';
import { site, siteWith } from './site.ts';

const researchFile = (gpu: number): string =>
  [
    'apiVersion: berth.dev/v1alpha1',
    'kind: Department',
    'metadata: { name: sky }',
    'spec: { nodePools: { default: { gpu: 8 } } }',
    '---',
    'apiVersion: berth.dev/v1alpha1',
    'kind: Project',
    'metadata: { name: astro }',
    `spec: { department: sky, nodePools: { default: { gpu: ${gpu} } } }`,
    '---',
    'apiVersion: berth.dev/v1alpha1',
    'kind: Training',
    'metadata: { name: bert }',
    'spec: { project: astro, image: x, gpu: 1 }',
    '',
  ].join('\n');

describe('a project or a department that was deleted', () => {
  it('is made again by its name, and found by it everywhere', async () => {
    const { berth } = await site();
    expect((await berth('project', 'create', 'p2', '-d', 'department')).exitCode).toBe(0);
    expect((await berth('project', 'delete', 'p2')).exitCode).toBe(0);
    const again = await berth('project', 'create', 'p2', '-d', 'department', '--gpu-quota', '1');
    expect(again.stdout).toMatch(/^project\/p2-[a-z0-9]{5} created\n$/);
    expect((await berth('project', 'set', 'p2', '--gpu-quota', '2')).exitCode).toBe(0);
    expect((await berth('project', 'describe', 'p2')).stdout).toContain('p2');
    const submitted = await berth('training', 'submit', 'bert', '-p', 'p2', '-i', 'x', '-g', '1');
    expect(submitted.exitCode).toBe(0);
    expect((await berth('training', 'list', '-p', 'p2', '-o', 'name')).stdout).toContain('bert');
    expect((await berth('training', 'describe', 'bert', '-p', 'p2')).exitCode).toBe(0);
    expect((await berth('training', 'delete', 'bert', '-p', 'p2')).exitCode).toBe(0);
    expect((await berth('project', 'delete', 'p2')).exitCode).toBe(0);
    expect((await berth('project', 'describe', 'p2')).exitCode).toBe(3);
  });

  it('comes back with all that leans on it when its file is applied anew', async () => {
    const { berthOn } = await site();
    const input = { input: async () => researchFile(4) };
    expect((await berthOn(input, 'apply', '-f', '-')).exitCode).toBe(0);
    expect((await berthOn(input, 'delete', '-f', '-')).exitCode).toBe(0);
    const again = await berthOn(input, 'apply', '-f', '-');
    expect(again).toMatchObject({ exitCode: 0, stderr: '' });
    expect(again.stdout).toMatch(/department\/sky-\w{5} created\nproject\/astro-\w{5} created\n/);
    const same = await berthOn(input, 'apply', '-f', '-');
    expect(same.stdout.match(/unchanged/g)).toHaveLength(3);
    expect((await berthOn(input, 'delete', '-f', '-')).exitCode).toBe(0);
  });
});

describe('a project that is there', () => {
  it('is described as its list has it while work runs', async () => {
    const { berth } = await siteWith(['bert', ['big', 3]], { cluster: 'sim' });
    await berth('training', 'submit', 'w', '-p', 'vision', '-i', 'x', '-g', '2', '--wait');
    for (const [noun, id] of [
      ['project', 'vision'],
      ['department', 'department'],
    ] as const) {
      const listed: unknown = JSON.parse((await berth(noun, 'list', '-o', 'json')).stdout);
      const row: unknown = Array.isArray(listed) ? listed.find((one) => one.id === id) : undefined;
      const told = JSON.parse((await berth(noun, 'describe', id, '-o', 'json')).stdout);
      expect({ ...told, asOfMs: 0 }).toEqual({ ...Object(row), asOfMs: 0 });
      expect(told.allocatedGpuMilli).toBeGreaterThan(0);
      expect((await berth(noun, 'describe', id)).stdout).not.toContain('0 GPUs');
    }
  });

  it('is not changed by create: exit 4 names the verb that changes', async () => {
    const { berth } = await site();
    const create = ['project', 'create', 'p', '-d', 'department', '--gpu-quota'];
    await berth(...create, '1');
    expect((await berth(...create, '1')).stdout).toBe('project/p unchanged\n');
    const { exitCode, stderr } = await berth(...create, '2');
    expect(exitCode).toBe(4);
    expect(stderr).toContain('berth project set p');
    expect((await berth('project', 'list')).stdout).toMatch(/p +department +1 /);
  });

  it('is refused less than what is held in the words of the flag', async () => {
    const { berth } = await site({ cluster: 'sim' });
    const submit = ['workspace', 'submit', 'lab', '-p', 'vision', '-i', 'x', '-g', '3', '--wait'];
    expect((await berth(...submit)).exitCode).toBe(0);
    const { exitCode, stderr } = await berth('project', 'set', 'vision', '--gpu-quota', '1.5');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('less than the 3 that');
    expect(stderr).toContain('at: --gpu-quota, value 1.5');
    expect(stderr).toContain('say at least 3,');
    expect(stderr).not.toMatch(/000|Milli/);
  });

  it('goes to the cluster of its department where there are several', async () => {
    const { berth } = await site();
    await berth('cluster', 'create', 'moon');
    expect(await berth('project', 'create', 'p', '-d', 'department')).toMatchObject({
      exitCode: 0,
      stdout: 'project/p created\n',
    });
  });
});
