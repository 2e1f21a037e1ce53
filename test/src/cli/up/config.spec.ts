import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { berth, berthOn } from '../on-terminal.ts';
import { scratch } from '../../main/config/scratch.ts';

const files = scratch();
afterAll(files.remove);
const file = files.put('berth.yaml', 'sim:\n  seed: 7\nledger: nats://me:hunter2@host:4222/main\n');

describe('berth config', () => {
  it('show prints a file that would set the same, with where each value comes from', async () => {
    const env = { BERTH_LOG_LEVEL: 'warn' };
    const shown = await berthOn({ env }, 'config', 'show', '--config', file, '--nodes', '4x8');
    expect(shown).toMatchObject({ exitCode: 0, stderr: '' });
    const lines = shown.stdout.split('\n');
    const lineOf = (key: string): string => lines.find((line) => line.trim().startsWith(key)) ?? '';
    expect(lineOf('seed: 7')).toContain(`# ${file}:2:9`);
    expect(lineOf('nodes: "4x8"')).toContain('# --nodes');
    expect(lineOf('level: "warn"')).toContain('# BERTH_LOG_LEVEL');
    expect(lineOf('listen: ')).toContain('# default');
    const again = files.put(
      'again.yaml',
      shown.stdout.replace(/nats:.*"/, 'nats://host:4222/main"'),
    );
    expect((await berth('config', 'check', again)).exitCode).toBe(0);
    expect(parse(shown.stdout)).toMatchObject({ sim: { nodes: '4x8', seed: 7 } });
  });

  it('show never prints a password', async () => {
    for (const output of ['yaml', 'json']) {
      const shown = await berth('config', 'show', '--config', file, '-o', output);
      expect(shown.stdout).toContain('host:4222');
      expect(shown.stdout).not.toContain('hunter2');
    }
  });

  it('show -o json has value and source of every setting', async () => {
    const { stdout } = await berth('config', 'show', '-o', 'json', '--quiet');
    expect(JSON.parse(stdout)).toMatchObject({
      quiet: { value: true, source: '--quiet' },
      tokenFile: { value: null, source: 'default' },
      'sim.seed': { value: 42, source: 'default' },
    });
  });

  it('check says that a file is in order, or where it is not with exit 2', async () => {
    expect(await berth('config', 'check', file)).toEqual({
      exitCode: 0,
      stdout: `${file}: in order\n`,
      stderr: '',
    });
    const bad = files.put('bad.yaml', 'sim:\n  sead: 7\n');
    const checked = await berth('config', 'check', bad);
    expect([checked.exitCode, checked.stdout]).toEqual([2, '']);
    expect(checked.stderr).toBe(
      `error: "sim" has no key "sead"\n  at: ${bad}:2:3\n  remedy: did you mean "seed"?\n`,
    );
  });

  it('is refused as `berth up` would be, and takes no other format', async () => {
    const refused = await berth('config', 'show', '--listen', '0.0.0.0:1');
    expect([refused.exitCode, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('at: --listen');
    expect((await berth('config', 'show', '-o', 'xml')).exitCode).toBe(2);
    const up = await berth('up', '--nodes', '0x0');
    expect([up.exitCode, up.stdout]).toEqual([2, '']);
    expect(up.stderr).toContain('at: --nodes');
  });
});
