import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isLeft } from '../../../../domain/foundation/fp.ts';
import { askPromtool } from '../../../servers/promtool.ts';
import { verifyLedger } from '../../../../src/main/verify-ledger.ts';
import { figureOf, killAll, scratchFolder, startUp, until } from './process.ts';

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

const post = async (
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; text: string }> => {
  const answer = await fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: answer.status, text: await answer.text() };
};

const trace = '0af7651916cd43dd8448eb211c80319c';
const training = {
  name: 'mine',
  projectId: 'language',
  clusterId: 'demo',
  spec: { image: 'x', compute: { gpuDevicesRequest: 1 } },
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

  it('says in its figures how many read the stream of events', async () => {
    const up = await startUp(['--ledger', ledgerNamed('readers'), '--cluster', 'none']);
    const readers = (): Promise<number> => figureOf(up.url, 'berth_http_event_readers');
    expect(await readers()).toBe(0);
    const leave = new AbortController();
    // Kept to the end: an answer that nobody holds any more is cut off by the collector.
    const stream = await fetch(`${up.url}/berth/v1/events`, { signal: leave.signal });
    await until(async () => (await readers()) === 1);
    expect(stream.bodyUsed).toBe(false);
    leave.abort();
    await until(async () => (await readers()) === 0);
    expect((await up.end('SIGTERM')).code).toBe(0);
  });

  it('loses nothing by kill -9 that was told to anybody', async () => {
    const ledger = ledgerNamed('killed');
    const first = await startUp(['--ledger', ledger, ...small]);
    await until(async () => (await figureOf(first.url, 'berth_ledger_revision')) > 60);
    const told = await figureOf(first.url, 'berth_ledger_revision');
    const submitted = await post(`${first.url}/api/v1/workloads/trainings`, training);
    const { id }: { id: string } = JSON.parse(submitted.text);
    expect(submitted.status).toBe(202);
    expect((await first.end('SIGKILL')).signal).toBe('SIGKILL');
    const second = await startUp(['--ledger', ledger, ...small]);
    await until(() => second.said.stdout.includes('epoch 2'));
    const at = Number(/revision (\d+), epoch 2/.exec(second.said.stdout)?.[1]);
    expect(at).toBeGreaterThan(told);
    const found = await get(`${second.url}/api/v1/workloads/trainings/${id}`);
    expect(JSON.parse(found.text)).toMatchObject({ id, name: 'mine' });
    await until(async () => (await figureOf(second.url, 'berth_ledger_revision')) > at + 5);
    expect((await second.end('SIGTERM')).code).toBe(0);
    expect(await isInOrder(ledger)).toBe(true);
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
    const submit = `${up.url}/api/v1/workloads/trainings`;
    expect((await post(submit, training)).status).toBe(401);
    await until(async () => (await figureOf(up.url, 'berth_workloads{phase="Running"}')) > 0);
    const traceparent = `00-${trace}-b7ad6b7169203331-01`;
    const headers = { authorization: `Bearer ${token}`, traceparent };
    expect((await post(submit, training, headers)).status).toBe(202);
    expect((await up.end('SIGTERM')).code).toBe(0);
    const lines = up.said.stderr.trim().split('\n');
    for (const line of lines) {
      expect(JSON.parse(line)).toMatchObject({
        level: expect.any(String),
        time: expect.any(String),
      });
    }
    const said = lines.map((line) => JSON.parse(line)).find(({ traceId }) => traceId === trace);
    expect(said).toMatchObject({ msg: 'WorkloadSubmitted', actor: 'ada', correlationId: trace });
    expect(up.said.stderr).toContain('did you mean BERTH_LISTEN?');
    expect(up.said.stderr).not.toContain(token);
    expect(up.said.stdout.split('\n')).toHaveLength(2);
  });

  it('has figures that promtool finds in order', async () => {
    const up = await startUp(['--ledger', ledgerNamed('figures'), ...small]);
    await until(async () => (await figureOf(up.url, 'berth_workloads{phase="Running"}')) > 0);
    const answer = await fetch(`${up.url}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const page = await answer.text();
    expect(await askPromtool(['check', 'metrics'], page)).toEqual({ code: 0, said: '' });
    expect((await up.end('SIGTERM')).code).toBe(0);
  });

  it('sets nothing up without a simulated cluster', async () => {
    const up = await startUp(['--ledger', ledgerNamed('none'), '--cluster', 'none']);
    expect(await figureOf(up.url, 'berth_ledger_revision')).toBe(1);
    await until(() => up.said.stdout.includes('no cluster'));
    expect((await up.end('SIGTERM')).code).toBe(0);
  });
});
