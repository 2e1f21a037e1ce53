import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { isLeft } from '../../domain/foundation/fp.ts';
import { verifyLedger } from '../../src/main/verify-ledger.ts';
import { scratchFolder, startUp } from '../src/main/up/process.ts';
import { until } from './wire.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);

const post =
  'POST /berth/v1/asks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';
/** What a connection says and then waits with. */
const starts = [
  '',
  'GET /readyz HTTP/1.1\r\nhost: local',
  `${post}content-length: 100\r\n\r\n{`,
  'GET /berth/v1/events?after=0 HTTP/1.1\r\nhost: localhost\r\n\r\n',
  'GET /openapi.json HTTP/1.1\r\nhost: localhost\r\n\r\n'.repeat(50),
  'GET /berth/v1/nodes?minRevision=99999999 HTTP/1.1\r\nhost: localhost\r\n\r\n',
];

it('berth up ends in order, soon and with 0 while hundreds of connections want it to wait', async () => {
  const ledger = join(scratch.folder, 'stop.db');
  const up = await startUp(['--ledger', ledger, '--nodes', '4x8'], { BERTH_HTTP_GRACE_MS: '1000' });
  const { hostname, port } = new URL(up.url);
  const open: Socket[] = [];
  for (let k = 0; k < 600; k += 1) {
    const socket = connect(Number(port), hostname).on('error', () => {});
    socket.pause();
    socket.write(starts[k % starts.length] ?? '');
    open.push(socket);
  }
  await until(() => open.every(({ readyState }) => readyState === 'open'));
  const body = 'x'.repeat(10 * 2 ** 20);
  const headers = { 'content-type': 'application/json' };
  const refused = await fetch(`${up.url}/berth/v1/asks`, { method: 'POST', headers, body });
  expect(refused.status).toBe(413);
  const startMs = performance.now();
  expect(await up.end('SIGTERM')).toEqual({ code: 0, signal: null });
  expect(performance.now() - startMs).toBeLessThan(10_000);
  for (const socket of open) socket.destroy();
  expect(up.said.stderr).not.toMatch(/ERROR|"level":"error"/);
  expect(isLeft(await verifyLedger(ledger, () => {}))).toBe(false);
});
