import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { submission } from '../../../src/main/library-asks.ts';
import { berth, berthOn } from './on-terminal.ts';
import { scratchFolder } from './small-ledger.ts';
import { siteWith } from './site.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);

const valuesIn = (stdout: string): readonly string[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(':'))
    .map((line) => line.split('\t')[0] ?? '');

const offered = async (...words: readonly string[]) =>
  valuesIn((await berth('complete', '--', ...words)).stdout);

describe('completion', () => {
  it('offers commands, verbs and flags as they are begun', async () => {
    expect(await offered('wor')).toEqual(['workload', 'workspace']);
    expect(await offered('queue', '')).toEqual(['list', 'describe']);
    expect(await offered('inference', 'sc')).toEqual(['scale']);
    expect(await offered('workload', 'list', '--node')).toEqual(['--node-pool']);
    expect(await offered('training', 'submit', '--gpu-')).toEqual([
      '--gpu-devices-request',
      '--gpu-portion-request',
      '--gpu-memory-request',
      '--gpu-request-type',
    ]);
  });

  it.each([
    [['workload', 'list', '--phase', 'Re'], ['Resuming']],
    [['workload', 'list', '--status=Pe'], ['Pending']],
    [
      ['workload', 'list', '--type', ''],
      ['training', 'workspace', 'inference', 'distributed'],
    ],
    [['training', 'submit', '--preemptibility', 'n'], ['non-preemptible']],
    [
      ['training', 'submit', 'x', '--priority', 'very'],
      ['very-low', 'very-high'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['nodepool', 'set', 'x', '--gpu-placement', 's'], ['spread']],
    [
      ['nodepool', 'set', 'x', '--gpu-placement', 'b'],
      ['berth', 'binpack'],
    ],
    [
      ['nodepool', 'set', 'x', '--cpu-placement', ''],
      ['binpack', 'spread'],
    ],
    [['apply', '-f', 'x', '--dry-run', 's'], ['server']],
    [['training', 'submit', ''], []],
    [['ledger', 'verify', ''], []],
  ])('offers for %j the words %j', async (words, values) => {
    expect(await offered(...words)).toEqual(values);
  });

  it('leaves files to the shell, and nothing else', async () => {
    expect((await berth('complete', '--', 'apply', '-f', '')).stdout).toBe(':0\n');
    expect((await berth('complete', '--', 'replay', '')).stdout).toBe(':0\n');
    expect((await berth('complete', '--', 'context', 'set', '')).stdout).toBe(':4\n');
  });

  it('offers what the server has: projects, queues, workloads of the type, by what is typed', async () => {
    const { berth: here, ask } = await siteWith(['train-1', 'train-2']);
    await ask(
      submission({
        name: 'lab',
        workloadId: 'lab',
        projectId: 'speech',
        gpus: 1,
        workloadType: 'workspace',
      }),
    );
    const there = async (...words: readonly string[]) =>
      valuesIn((await here('complete', '--', ...words)).stdout);
    expect(await there('workload', 'list', '-p', '')).toEqual(['speech', 'vision']);
    expect(await there('workload', 'list', '--project=v')).toEqual(['vision']);
    expect(await there('project', 'set', 's')).toEqual(['speech']);
    expect(await there('queue', 'describe', 'dep')).toEqual(['department:department@default']);
    expect((await there('training', 'stop', '')).toSorted()).toEqual(['train-1', 'train-2']);
    expect(await there('workload', 'delete', 'train-1', 'la')).toEqual(['lab']);
    expect(await there('node', 'cordon', 'node-1', 'node-')).toEqual(['node-1', 'node-2']);
    expect(await there('training', 'submit', 'x', '--node-pools', '')).toEqual(['default']);
  });

  it('offers contexts, and asks the server of the one that is named', async () => {
    const { url } = await siteWith([]);
    const folder = join(scratch.folder, 'berth');
    mkdirSync(folder);
    writeFileSync(join(folder, 'config.yaml'), `contexts:\n  lab: { server: "${url}" }\n`);
    const env = { XDG_CONFIG_HOME: scratch.folder };
    const words = async (...more: readonly string[]) =>
      valuesIn((await berthOn({ env }, 'complete', '--', ...more)).stdout);
    expect(await words('context', 'use', '')).toEqual(['lab']);
    expect(await words('workload', 'list', '--context', 'l')).toEqual(['lab']);
    expect(await words('project', 'list', '--context', 'lab', '-o', 'j')).toEqual(['json']);
    expect(await words('project', 'describe', '--context', 'lab', 'v')).toEqual(['vision']);
  });

  it('offers nothing, and is silent, where no server answers', async () => {
    const env = { BERTH_SERVER: '127.0.0.1:1' };
    const words = ['complete', '--', 'project', 'describe', ''];
    expect(await berthOn({ env }, ...words)).toEqual({ exitCode: 0, stdout: ':4\n', stderr: '' });
  });

  it.each(['bash', 'zsh', 'fish'])(
    'prints a script for %s that asks berth itself',
    async (shell) => {
      const { exitCode, stdout } = await berth('completion', shell);
      expect(exitCode).toBe(0);
      expect(stdout).toContain('berth complete --');
    },
  );

  it('knows no other shell', async () => {
    const { exitCode, stderr } = await berth('completion', 'tcsh');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('use bash, zsh, fish');
  });

  it('in bash completes words as they were typed and runs none of them', async () => {
    const { stdout: script } = await berth('completion', 'bash');
    const fake = `berth() { printf '%s\\n' "$*" >&3; printf 'vision\\t\\nvoice\\tx\\n:4\\n'; }`;
    const line = (text: string): string =>
      `COMP_LINE=${JSON.stringify(text).replaceAll('$', '\\$')}; COMP_POINT=\${#COMP_LINE}; ` +
      'COMPREPLY=(); __berth_complete; echo "${COMPREPLY[*]}"';
    const run = (text: string) =>
      execFileSync('bash', ['-c', `${script}\n${script}\n${fake}\nexec 3>&1\n${line(text)}`])
        .toString()
        .split('\n');
    expect(run('berth project describe v')).toEqual([
      'complete -- project describe v',
      'vision voice',
      '',
    ]);
    expect(run('berth workload list --project=vi')).toContain('vision');
    expect(run('berth project describe $(echo oops) ')[0]).toBe(
      'complete -- project describe $(echo oops) ',
    );
  });
});
