import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawConfiguration } from '../../../../docs/draw-configuration.ts';
import { settings } from '../../../../src/main/config/index.ts';
import { loadedFrom, scratch } from './scratch.ts';

const text = readFileSync(join(import.meta.dirname, '../../../../docs/CONFIGURATION.md'), 'utf8');

describe('docs/CONFIGURATION.md', () => {
  it('has every setting as it is; after a change `node docs/draw-configuration.ts` writes it again', () => {
    expect(text).toBe(drawConfiguration(text));
    for (const { key } of settings) expect(text).toContain(`\`${key}\``);
  });

  it('shows a file that is taken', async () => {
    const shown = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    const files = scratch();
    const { config } = await loadedFrom({ file: files.put('berth.yaml', shown) });
    files.remove();
    expect(config.sim).toMatchObject({ nodes: 16, gpusPerNode: 8, seed: 7 });
  });
});
