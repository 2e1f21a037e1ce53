import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isLeft } from '../../../../domain/foundation/fp.ts';
import { verifyLedger } from '../../../../src/main/verify-ledger.ts';
import { berthEnds, figureOf, killAll, scratchFolder, startUp, until } from './process.ts';

const scratch = scratchFolder();
afterAll(() => {
  killAll();
  scratch.remove();
});
const ledgerNamed = (name: string): string => join(scratch.folder, `${name}.db`);

const small = ['--nodes', '8x8', '--seed', '3'];

const isInOrder = async (ledger: string): Promise<boolean> =>
  !isLeft(await verifyLedger(ledger, () => undefined));

const get = async (url: string): Promise<{ status: number; text: string }> => {
  const answer = await fetch(url);
  return { status: answer.status, text: await answer.text() };
};

describe('berth up as a process', () => {
  it('prints its address first, is ready, works, and ends with 0 on SIGTERM; started again it goes on with the next epoch', async () => {
    const ledger = ledgerNamed('goes-on');
    const first = await startUp(['--ledger', ledger, ...small]);
    expect(first.said.stdout.split('\n')[0]).toBe(`berth listens on ${first.url}`);
    expect(await get(`${first.url}/readyz`)).toEqual({ status: 200, text: 'ready\n' });
    expect((await get(`${first.url}/healthz`)).status).toBe(200);
    await until(async () => (await figureOf(first.url, 'berth_workloads{phase="Running"}')) > 0);
    expect(await first.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(first.said.stderr).toContain('stopped');
    const revision = Number(/stopped revision=(\d+)/.exec(first.said.stderr)?.[1]);
    expect(await isInOrder(ledger)).toBe(true);

    const second = await startUp(['--ledger', ledger, ...small]);
    await until(() => second.said.stdout.includes('epoch'));
    expect(second.said.stdout).toContain(`revision ${revision + 1}, epoch 2`);
    await until(async () => (await figureOf(second.url, 'berth_ledger_revision')) > revision + 20);
    expect(await second.end('SIGINT')).toEqual({ code: 0, signal: null });
    expect(await isInOrder(ledger)).toBe(true);
  });

  it('loses nothing by kill -9 that was told to anybody', async () => {
    const ledger = ledgerNamed('killed');
    const first = await startUp(['--ledger', ledger, ...small]);
    await until(async () => (await figureOf(first.url, 'berth_ledger_revision')) > 60);
    const told = await figureOf(first.url, 'berth_ledger_revision');
    expect((await first.end('SIGKILL')).signal).toBe('SIGKILL');
    const second = await startUp(['--ledger', ledger, ...small]);
    await until(() => second.said.stdout.includes('epoch 2'));
    const at = Number(/revision (\d+), epoch 2/.exec(second.said.stdout)?.[1]);
    expect(at).toBeGreaterThan(told);
    await until(async () => (await figureOf(second.url, 'berth_ledger_revision')) > at + 5);
    expect((await second.end('SIGTERM')).code).toBe(0);
    expect(await isInOrder(ledger)).toBe(true);
  });

  it('keeps a second writer out of its ledger, with exit 4 and the name of the file', async () => {
    const ledger = ledgerNamed('taken');
    const first = await startUp(['--ledger', ledger, '--cluster', 'none']);
    const second = await berthEnds(['up', '--ledger', ledger, '--listen', '127.0.0.1:0']);
    expect([second.code, second.stdout]).toEqual([4, '']);
    expect(second.stderr).toContain(ledger);
    expect(second.stderr).toContain('remedy:');
    expect((await get(`${first.url}/readyz`)).status).toBe(200);
    expect((await first.end('SIGTERM')).code).toBe(0);
  });

  it('says with exit 4 that its address is taken, and leaves the ledger closed', async () => {
    const first = await startUp(['--ledger', ledgerNamed('address'), '--cluster', 'none']);
    const { host } = new URL(first.url);
    const ledger = ledgerNamed('address-2');
    const second = await berthEnds(['up', '--ledger', ledger, '--listen', host]);
    expect([second.code, second.stdout]).toEqual([4, '']);
    expect(second.stderr).toContain('another program listens there');
    expect(second.stderr).toContain(host);
    expect(await isInOrder(ledger)).toBe(true);
    await first.end('SIGTERM');
  });

  it('opens nothing where a setting cannot stand, and ends with exit 2', async () => {
    const ledger = ledgerNamed('never');
    const open = await berthEnds(['up', '--ledger', ledger, '--listen', '0.0.0.0:0']);
    expect([open.code, open.stderr]).toEqual([2, expect.stringContaining('--token-file')]);
    const file = join(scratch.folder, 'bad.yaml');
    writeFileSync(file, `ledger: ${ledger}\nsim:\n  nodez: 3x3\n`);
    const bad = await berthEnds(['up', '--config', file]);
    expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining(`${file}:3:3`)]);
    expect(existsSync(ledger)).toBe(false);
  });

  it('asks for a token where there are tokens, never logs one, and logs JSON with correlation ids', async () => {
    const tokens = join(scratch.folder, 'tokens');
    const token = 'a-token-that-nobody-logs-0123456789';
    writeFileSync(tokens, `ada:${token}\n`, { mode: 0o600 });
    const args = ['--ledger', ledgerNamed('tokens'), '--nodes', '4x8', '--token-file', tokens];
    const env = { BERTH_LISTN: 'x' };
    const up = await startUp([...args, '--log-format', 'json', '--log-level', 'debug'], env);
    const ask = (authorization?: string): Promise<Response> =>
      fetch(`${up.url}/metrics`, authorization === undefined ? {} : { headers: { authorization } });
    expect((await ask()).status).toBe(200);
    expect((await ask(`Bearer ${token}`)).status).toBe(200);
    expect((await up.end('SIGTERM')).code).toBe(0);
    const lines = up.said.stderr.trim().split('\n');
    for (const line of lines) {
      expect(JSON.parse(line)).toMatchObject({
        level: expect.any(String),
        time: expect.any(String),
      });
    }
    expect(up.said.stderr).toContain('did you mean BERTH_LISTEN?');
    expect(up.said.stderr).not.toContain(token);
    expect(up.said.stdout.split('\n')).toHaveLength(2);
  });

  it('ends at once with 130 on the second signal, and has lost nothing', async () => {
    const ledger = ledgerNamed('twice');
    const up = await startUp(['--ledger', ledger, ...small]);
    await until(async () => (await figureOf(up.url, 'berth_ledger_revision')) > 20);
    // A request that never ends keeps the server from closing.
    const { hostname, port } = new URL(up.url);
    const slow = connect(Number(port), hostname).on('error', () => undefined);
    slow.write('GET /metrics HTTP/1.1\r\nhost: 127.0.0.1');
    await until(() => slow.readyState === 'open');
    up.child.kill('SIGINT');
    await until(() => up.said.stderr.includes('stopping'));
    expect(await up.end('SIGINT')).toEqual({ code: 130, signal: null });
    slow.destroy();
    expect(await isInOrder(ledger)).toBe(true);
  });

  it('ends with 1 and the reason when the ledger fails beneath it', async () => {
    const ledger = ledgerNamed('full');
    const up = await startUp(['--ledger', ledger], {}, { fileKibMax: 300 });
    const { code } = await up.ended;
    expect(code).toBe(1);
    expect(up.said.stderr).toContain('the brain has closed: the ledger refused: ');
    expect(up.said.stderr).toContain('remedy:');
    expect(await isInOrder(ledger)).toBe(true);
  });

  it('has figures that promtool finds in order', async () => {
    const up = await startUp(['--ledger', ledgerNamed('figures'), ...small]);
    await until(async () => (await figureOf(up.url, 'berth_workloads{phase="Running"}')) > 0);
    const answer = await fetch(`${up.url}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const page = await answer.text();
    const judged = await new Promise<{ code: number | string; said: string }>((resolve) => {
      const promtool = execFile('promtool', ['check', 'metrics'], (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, said: `${stdout}${stderr}` }),
      );
      promtool.stdin?.on('error', () => undefined).end(page);
    });
    expect(judged, 'promtool is in the Debian package prometheus').toEqual({ code: 0, said: '' });
    expect((await up.end('SIGTERM')).code).toBe(0);
  });

  it('sets nothing up without a simulated cluster', async () => {
    const up = await startUp(['--ledger', ledgerNamed('none'), '--cluster', 'none']);
    expect(await figureOf(up.url, 'berth_ledger_revision')).toBe(1);
    await until(() => up.said.stdout.includes('no cluster'));
    expect((await up.end('SIGTERM')).code).toBe(0);
  });
});
