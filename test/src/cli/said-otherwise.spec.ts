import { describe, expect, it } from 'vitest';
import { site, siteWith } from './site.ts';

describe('what people type who know another command line', () => {
  it('--dry-run without a word sends nothing', async () => {
    const { berth, berthOn } = await site();
    const submit = ['training', 'submit', 'a', '-p', 'vision', '-i', 'x', '--dry-run'];
    expect((await berth(...submit)).stdout).toMatch(/submitted \(dry run\)\n$/);
    const text = 'apiVersion: berth.dev/v1alpha1\nkind: Cluster\nmetadata: { name: moon }\n';
    const applied = await berthOn({ input: async () => text }, 'apply', '-f', '-', '--dry-run');
    expect(applied.stdout).toBe('cluster/moon created (dry run)\n');
    expect((await berth('project', 'delete', 'vision', '--dry-run')).stdout).toContain('(dry run)');
    expect((await berth('workload', 'list', '-o', 'name')).stdout).toBe('');
  });

  it('a verb of another noun is refused with the one to use', async () => {
    const { berth } = await site();
    for (const [line, remedy] of [
      ['training pytorch submit a -p vision', 'berth distributed submit'],
      ['training standard submit a', 'berth training submit'],
      ['workload submit a', 'berth training submit a'],
      ['workload submit', '-f FILE'],
    ] as const) {
      const { exitCode, stderr } = await berth(...line.split(' '));
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`remedy: `);
      expect(stderr).toContain(remedy);
    }
  });

  it('an option far from every known one gets no guess', async () => {
    const { berth } = await site();
    expect((await berth('project', 'list', '--name', 'x')).stderr).not.toContain('Did you mean');
    expect((await berth('project', 'list', '--colums', 'x')).stderr).toContain('--columns');
  });

  it('facts and deeds are bounded by --max-items as by --limit', async () => {
    const { berth } = await site();
    for (const noun of [['events'], ['audit', 'list']]) {
      const { stdout } = await berth(...noun, '--max-items', '2', '--no-headers');
      expect(stdout.trim().split('\n')).toHaveLength(2);
    }
  });

  it('columns and orders go by headers and by fields', async () => {
    const { berth } = await siteWith(['a', 'b']);
    const list = ['training', 'list', '--columns', 'name,projectId,nodePoolId'];
    const { stdout } = await berth(...list, '--sort-by', 'workload', '--sort-order', 'desc');
    expect(stdout).toMatch(/^WORKLOAD +PROJECT +NODE POOL\nb +vision +default\na /);
    expect((await berth(...list, '--sort-by', 'submittedAtMs')).exitCode).toBe(0);
  });
});

describe('workloads', () => {
  it('are listed by their names, with ids where the table is wide', async () => {
    const { berth } = await site();
    await berth('training', 'submit', 'bert', '-p', 'vision', '-i', 'x');
    expect((await berth('training', 'list')).stdout).toMatch(/\nbert +vision/);
    expect((await berth('training', 'list', '-o', 'wide')).stdout).toMatch(/ bert-\w{6} /);
  });

  it('of a type are counted alone where one is not found', async () => {
    const { berth } = await siteWith(['a', 'bertha']);
    const { stderr } = await berth('workspace', 'describe', 'berth');
    expect(stderr).toContain('berth workspace list names all 0');
  });

  it('that are trainings go 30 days after their end, unless never is said', async () => {
    const { berth } = await site();
    const asked = async (...line: readonly string[]): Promise<unknown> => {
      const dry = ['-p', 'vision', '-i', 'x', '--dry-run', '-o', 'json'];
      const [deed] = JSON.parse((await berth(...line, ...dry)).stdout);
      return deed.asks[0].spec.timeToLiveMs;
    };
    expect(await asked('training', 'submit', 'a')).toBe(2_592_000_000);
    expect(await asked('distributed', 'submit', 'a')).toBe(2_592_000_000);
    expect(await asked('workspace', 'submit', 'a')).toBeUndefined();
    const never = ['--auto-deletion-time-after-completion', 'never'];
    expect(await asked('training', 'submit', 'a', ...never)).toBeUndefined();
  });

  it('are copied under names that /api/v1 takes only', async () => {
    const { berth } = await siteWith(['a']);
    const { exitCode, stderr } = await berth('training', 'clone', 'a', 'Bad_Name');
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2 });
    expect(stderr).toContain('at: NAME\n');
  });

  it('that cannot be as asked are named by the argument, and the problem once', async () => {
    const { berth } = await siteWith(['a']);
    await berth('training', 'delete', 'a');
    const { stderr } = await berth('training', 'stop', 'a');
    expect(stderr).toContain('at: WORKLOAD');
    expect(stderr).not.toMatch(/: (.+): \1/);
  });
});
