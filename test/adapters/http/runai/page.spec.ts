import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  notYet,
  notYetCompute,
  notYetScaling,
} from '../../../../adapters/http/runai/workloads/not-yet.ts';
import { specShapes } from '../../../../adapters/http/runai/workloads/spec-shape.ts';
import { described } from '../described.ts';
import { stage } from '../stage.ts';

const page = readFileSync(new URL('../../../../docs/API.md', import.meta.url), 'utf8');

describe("the page about Run:ai's paths", () => {
  it('names every one of them', async () => {
    const { operations } = await described((await stage()).server);
    const paths = operations.map(({ path }) => path).filter((path) => path.startsWith('/api/v1'));
    for (const path of new Set(paths)) {
      const end = /\{id\}\/[a-z]+$|count$/.exec(path)?.[0] ?? path;
      const isNamed = page.includes(`${path}\``) || page.includes(`…/${end}\``);
      expect(isNamed, path).toBe(true);
    }
  });

  it('names everything that a submission may say', () => {
    const refused = new Set(Object.keys({ ...notYet, ...notYetCompute, ...notYetScaling }));
    for (const shape of Object.values(specShapes)) {
      const { properties } = { properties: {}, ...shape };
      const members = Object.keys(properties).filter((member) => !refused.has(member));
      expect(members.length).toBeGreaterThan(10);
      for (const member of members) expect(page, member).toMatch(new RegExp(`\`${member}\\b`));
    }
  });
});
