import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { drawLifecycles, machines } from '../../docs/draw-lifecycles.ts';

const root = new URL('../../', import.meta.url);

describe('docs/LIFECYCLES.md', () => {
  test('is what the machines say; after a change `npm run draw` writes it again', () => {
    expect(readFileSync(new URL('docs/LIFECYCLES.md', root), 'utf8')).toBe(drawLifecycles());
  });

  test('has every machine of the domain', () => {
    const there = globSync('domain/*/machine.ts', { cwd: root.pathname });
    const drawn = machines.map(({ folder }) => `domain/${folder}/machine.ts`);
    expect(drawn.toSorted()).toEqual(there.toSorted());
  });
});
