import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { berth } from '../../cli/on-terminal.ts';
import { cutTo } from '../../cli/signed-ledger.ts';
import { berthEnds, figureOf, killAll, scratchFolder, startUp, until } from './process.ts';

const scratch = scratchFolder();
afterAll(() => {
  killAll();
  scratch.remove();
});
const [ledger, key, witness] = ['site.db', 'site.key', 'site.witness'].map((name) =>
  join(scratch.folder, name),
) as [string, string, string];
const site = ['--ledger', ledger, '--nodes', '8x8', '--seed', '3'];
const signed = [...site, '--sign-key', key, '--witness', witness];
const often = { BERTH_SIGN_EVERY_FACTS: '50' };
const notes = (): number => readFileSync(witness, 'utf8').match(/^\u2014 /gmu)?.length ?? 0;

describe('berth up that signs its ledger', () => {
  it('adds checkpoints as it grows, goes on from them, and refuses a ledger whose end was cut off', async () => {
    await berth('ledger', 'keygen', key, '--name', 'berth.example/site');
    const first = await startUp(signed, often);
    await until(async () => (await figureOf(first.url, 'berth_workloads{phase="Running"}')) > 0);
    await until(() => Promise.resolve(notes() >= 3));
    expect((await first.end('SIGTERM')).code).toBe(0);
    const against = ['--against', witness, '--verifier', `${key}.pub`];
    const verified = await berth('ledger', 'verify', ledger, ...against, '-o', 'json');
    expect(verified).toMatchObject({ exitCode: 0, stderr: '' });
    const { revisions } = JSON.parse(verified.stdout);

    const before = notes();
    const second = await startUp(signed, often);
    await until(() => Promise.resolve(notes() > before));
    expect((await second.end('SIGTERM')).code).toBe(0);
    expect((await berth('ledger', 'verify', ledger, ...against)).exitCode).toBe(0);

    cutTo(ledger, revisions - 5);
    const third = await berthEnds(['up', ...signed, '--listen', '127.0.0.1:0']);
    expect([third.code, third.stdout]).toEqual([1, '']);
    expect(third.stderr).toContain('its end is cut off');
    expect(third.stderr).toContain('remedy: keep the file as evidence, and restore a backup');
    // Nothing was written: whoever restores it finds it as it was.
    const { stdout } = await berth('ledger', 'stats', ledger, '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ revisions: revisions - 5 });
  });

  it('is refused a key without a place for what it signs', async () => {
    const { code, stderr } = await berthEnds(['up', ...site, '--sign-key', key]);
    expect(code).toBe(2);
    expect(stderr).toContain('sign.keyFile is set, and sign.witnessFile is not');
  });
});
