import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isLeft } from '../../../../domain/foundation/fp.ts';
import { openLedgerFile } from '../../../../src/main/library-parts.ts';
import { verifyLedger } from '../../../../src/main/verify-ledger.ts';
import { rightOf } from '../../app/stage.ts';
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

const headOf = async (path: string): Promise<number> => {
  const log = await openLedgerFile(path);
  const head = rightOf(await log.head()());
  await log.close()();
  return head.revision;
};

const get = async (url: string): Promise<{ status: number; text: string }> => {
  const answer = await fetch(url);
  return { status: answer.status, text: await answer.text() };
};

describe('berth up that cannot go on', () => {
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

  it('says with exit 4 that its address is taken, and leaves the ledger as it was', async () => {
    const first = await startUp(['--ledger', ledgerNamed('address'), '--cluster', 'none']);
    const { host } = new URL(first.url);
    const ledger = ledgerNamed('address-2');
    expect((await (await startUp(['--ledger', ledger, ...small])).end('SIGTERM')).code).toBe(0);
    const before = await headOf(ledger);
    const second = await berthEnds(['up', '--ledger', ledger, '--listen', host]);
    expect([second.code, second.stdout]).toEqual([4, '']);
    expect(second.stderr).toContain('another program listens there');
    expect(second.stderr).toContain(host);
    expect(await isInOrder(ledger)).toBe(true);
    expect(await headOf(ledger)).toBe(before);
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
});
