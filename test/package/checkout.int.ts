import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../house/tree.ts';
import { copyTree, run } from './packed-folder.ts';

const checkout = mkdtempSync(join(tmpdir(), 'berth-checkout-'));
copyTree(checkout);
afterAll(() => rmSync(checkout, { recursive: true }));

const plant = (folder: string, name: string, text: string): void =>
  writeFileSync(join(folder, name), text);

describe('a checkout', () => {
  it.each(['embed.ts', 'custom-cluster.ts', 'my-policy.test.ts'])(
    'runs examples/%s from the sources, with plain node',
    async (name) => {
      const runner = name.endsWith('.test.ts') ? ['--test'] : [];
      const { exitCode, said } = await run(root, 'node', ...runner, join('examples', name));
      expect(exitCode, said).toBe(0);
    },
  );

  it('never uses a build that lies about', async () => {
    for (const module of ['src/cli/index.js', 'src/index.js', 'src/testing/index.js']) {
      mkdirSync(join(checkout, 'dist', module, '..'), { recursive: true });
      plant(checkout, join('dist', module), "throw new Error('stale');\n");
    }
    expect((await run(checkout, 'node', 'bin/berth.js', '--version')).said).toBe('0.1.0\n');
    plant(checkout, 'x.js', "await import('berth'); await import('berth/testing');\n");
    expect(await run(checkout, 'node', 'x.js')).toEqual({ exitCode: 0, said: '' });
  });
});
