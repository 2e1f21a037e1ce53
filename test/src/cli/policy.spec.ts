import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import { berth, berthOn } from './on-terminal.ts';
import { scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const { put } = scratch;

const gentle = put('gentle.yaml', 'version: gentle\nactions: [allocate]\n');
const wrong = put('wrong.yaml', 'usage:\n  halfLifeMs: soon\n');
const complaint = `error: "soon" stands at /usage/halfLifeMs\n  at: ${wrong}:2:15, field /usage/halfLifeMs\n  remedy: write a whole number from 0 on\n`;

describe('berth policy', () => {
  it('show prints the rules of the program, each with what it is for; what is printed is in order', async () => {
    const shown = await berth('policy', 'show');
    expect(shown).toMatchObject({ exitCode: 0, stderr: '' });
    expect(shown.stdout).toContain('\n# What a plan tries, in this order');
    const again = put('again.yaml', shown.stdout);
    expect(await berth('policy', 'validate', again)).toEqual({
      exitCode: 0,
      stdout: `${again}: in order, version ${defaultPolicy.version}\n`,
      stderr: '',
    });
  });

  it('show FILE -o json has all that the file comes to, with its version', async () => {
    const { exitCode, stdout } = await berth('policy', 'show', gentle, '-o', 'json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      ...defaultPolicy,
      apiVersion: 'policy.berth.dev/v1alpha1',
      kind: 'Policy',
      version: expect.stringMatching(/^gentle@[0-9a-f]{12}$/),
      actions: ['allocate'],
    });
  });

  it('validate and show say where a file is not in order, with exit 2', async () => {
    for (const verb of ['validate', 'show']) {
      const answer = await berth('policy', verb, wrong);
      expect(answer).toEqual({ exitCode: 2, stdout: '', stderr: complaint });
    }
    expect((await berth('policy', 'show', '-o', 'xml')).exitCode).toBe(2);
  });
});

describe('rules of a site', () => {
  const ledger = join(scratch.folder, 'gentle.db');
  const played = ['--scenario', 'examples/two-teams.json'];

  it('decide a scenario, stand in its ledger, and verify without differences', async () => {
    const run = await berth('sim', 'run', ...played, '--policy', gentle, '--ledger', ledger);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const facts = (await berth('ledger', 'export', ledger)).stdout;
    expect(facts.match(/"type":"PolicyAdopted"/g)).toHaveLength(1);
    expect(facts).not.toContain('"type":"WorkloadPreempted"');
    expect(facts).toMatch(/"policy":"gentle@[0-9a-f]{12}/);
    const verified = await berth('replay', ledger, '--verify');
    expect(verified).toMatchObject({ exitCode: 0, stderr: '' });
    expect(verified.stdout).toMatch(/^differences +0$/m);
    // By the program's own rules the same scenario is decided otherwise.
    const other = join(scratch.folder, 'other.db');
    await berth('sim', 'run', ...played, '--ledger', other);
    const others = (await berth('ledger', 'export', other)).stdout;
    expect(others).toContain('"type":"WorkloadPreempted"');
    expect(others).not.toContain('PolicyAdopted');
  });

  it('may be named by a scenario, beside which they lie', async () => {
    const scenario = JSON.parse(readFileSync('examples/two-teams.json', 'utf8'));
    const path = put('named.json', JSON.stringify({ ...scenario, policy: 'gentle.yaml' }));
    const named = join(scratch.folder, 'named.db');
    const run = await berth('sim', 'run', '--scenario', path, '--ledger', named);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const decisionsIn = async (place: string) =>
      /digest +(.*)/.exec((await berth('replay', place, '--verify')).stdout)?.[1];
    expect(await decisionsIn(named)).toBe(await decisionsIn(ledger));
    const lost = put('lost.json', JSON.stringify({ ...scenario, policy: 'nowhere.yaml' }));
    const other = join(scratch.folder, 'lost.db');
    expect(await berth('sim', 'run', '--scenario', lost, '--ledger', other)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('nowhere.yaml'),
    });
  });

  it('are listed among the deeds', async () => {
    const { stdout } = await berth('audit', 'list', '--ledger', ledger, '--subject', 'policy');
    expect(stdout).toMatch(/ adopt +policy\/main /);
  });

  it('that cannot stand keep a run from beginning', async () => {
    const path = join(scratch.folder, 'never.db');
    const run = await berth('sim', 'run', ...played, '--policy', wrong, '--ledger', path);
    expect(run).toEqual({ exitCode: 2, stdout: '', stderr: complaint });
    const line = ['up', '--ledger', path, '--listen', '127.0.0.1:0'];
    const up = await berthOn({ env: { BERTH_POLICY: wrong } }, ...line);
    expect(up).toEqual({ exitCode: 2, stdout: '', stderr: complaint });
  });
});
