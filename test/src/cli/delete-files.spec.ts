import { describe, expect, it } from 'vitest';
import { apply, of, sky } from './documents.ts';
import { site } from './site.ts';

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
