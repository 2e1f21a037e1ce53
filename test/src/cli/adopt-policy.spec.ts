import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../domain/allocation/index.ts';
import { site } from './site.ts';
import { scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const { put } = scratch;
const fair = put('fair.yaml', 'version: fair\nusage: {factorMilli: 1000, halfLifeMs: 86400000}\n');

describe('berth policy adopt', () => {
  it('lets a server decide by the rules of a file, once, and go back to its own', async () => {
    const { berth } = await site();
    const own = JSON.parse((await berth('policy', 'current', '-o', 'json')).stdout);
    expect(own).toMatchObject(defaultPolicy);
    const judged = await berth('policy', 'adopt', fair, '--dry-run=server');
    expect(judged.stdout).toMatch(/^policy\/fair@[0-9a-f]{12} adopted \(server dry run\)\n$/);
    const adopted = await berth('policy', 'adopt', fair);
    expect(adopted).toMatchObject({ exitCode: 0, stderr: '' });
    expect(adopted.stdout).toMatch(/^policy\/fair@[0-9a-f]{12} adopted\n$/);
    expect((await berth('policy', 'adopt', fair)).stdout).toMatch(/ unchanged\n$/);
    expect((await berth('policy', 'current')).stdout).toContain('factorMilli: 1000');
    const listed = await berth('audit', 'list', '--subject', 'policy');
    expect(listed.stdout.match(/ adopt +policy\/main /g)).toHaveLength(1);
    const back = await berth('policy', 'adopt', 'default');
    expect(back.stdout).toBe(`policy/${defaultPolicy.version} adopted\n`);
  });

  it('refuses a file that is not in order, and asks nothing', async () => {
    const { berth } = await site();
    const wrong = put('wrong.yaml', 'actions: [reclaim]\n');
    const { exitCode, stderr } = await berth('policy', 'adopt', wrong);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('add allocate');
    expect((await berth('policy', 'adopt', join(scratch.folder, 'gone.yaml'))).exitCode).toBe(2);
    expect((await berth('policy', 'current', '-o', 'xml')).exitCode).toBe(2);
  });
});
