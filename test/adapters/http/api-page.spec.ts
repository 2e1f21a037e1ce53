import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { askMembers } from '../../../adapters/http/berth/ask-shapes.ts';
import { usualBounds } from '../../../adapters/http/options.ts';
import { described } from './described.ts';
import { stage } from './stage.ts';

const page = readFileSync(new URL('../../../docs/API.md', import.meta.url), 'utf8');

describe('docs/API.md', () => {
  it('names every route of our own', async () => {
    const { operations } = await described((await stage()).server);
    const own = operations.filter(({ path }) => !path.startsWith('/api/'));
    expect(own.length).toBeGreaterThan(20);
    for (const { method, path } of own) {
      const isNamed =
        page.includes(`\`${method} ${path}\``) ||
        (path.endsWith('/{id}') && page.includes(`\`${path.replace('/berth/v1', '')}\``));
      expect(isNamed, `${method} ${path}`).toBe(true);
    }
  });

  it('names every ask', () => {
    for (const type of Object.keys(askMembers)) expect(page, type).toContain(`\`${type}\``);
  });

  it('says the bounds that a server has', () => {
    const { bodyDepthMax, bodyKeysMax, eventReadersMax, eventHeartbeatMs, eventGatherMs } =
      usualBounds;
    expect(page).toContain(
      `at most ${bodyDepthMax} levels and ${bodyKeysMax.toLocaleString('en')} keys`,
    );
    expect(page).toContain(`more than ${eventReadersMax.toLocaleString('en')} is refused`);
    expect(page).toContain(`every ${eventHeartbeatMs / 1000} s`);
    expect(page).toContain(`gather for ${eventGatherMs} ms`);
    expect(page).toContain(`waits up to ${usualBounds.minRevisionMsMax / 1000} s`);
    expect(page).toContain(`headers that take longer than ${usualBounds.headersMsMax / 1000} s`);
    expect(page).toContain(`takes longer than ${usualBounds.requestMsMax / 1000} s`);
  });
});
