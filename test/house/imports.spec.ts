import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lawful, violations } from './planted-imports.ts';
import { runTool } from './tool.ts';
import { codeFolders, pathsBelow, root, withPlanted } from './tree.ts';

interface Cruise {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
  readonly modules: readonly { readonly source: string }[];
}

const cruise = async (folder: string, rooms: readonly string[]): Promise<Cruise> => {
  const config = join(root, '.dependency-cruiser.js');
  const args = ['--config', config, '--output-type', 'json', ...rooms];
  const { stdout, stderr } = await runTool('depcruise', args, folder);
  expect(stdout, stderr).not.toBe('');
  const answer: Cruise = JSON.parse(stdout);
  return answer;
};

const told = (found: Cruise): string[] =>
  found.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);

const cruisePlanted = (files: Readonly<Record<string, string>>): Promise<Cruise> =>
  withPlanted(
    { 'package.json': readFileSync(join(root, 'package.json'), 'utf8'), ...files },
    (folder) => {
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
      return cruise(folder, plantedRooms);
    },
  );

/** The whole tree, looked at once. */
const ofTree = (() => {
  let found: Promise<Cruise> | undefined;
  const rooms = (): string[] =>
    codeFolders.filter((room) => pathsBelow([room], ['.ts', '.js']).length > 0);
  return () => (found ??= cruise(root, rooms()));
})();

/** The whole tree takes long on a machine that has much else to do. */
const patienceMs = 120_000;

const plantedRooms = ['bin', 'domain', 'projections', 'adapters', 'src', 'bench', 'test'];

describe('imports', () => {
  it(
    'the tree keeps the ladder, the doors, and has no cycle and no dead end',
    async () => {
      expect(told(await ofTree())).toEqual([]);
    },
    patienceMs,
  );

  it('every file of the tree is looked at, so that an empty look never passes', async () => {
    const rooms = ['domain', 'projections', 'adapters', 'src'] as const;
    const paths = pathsBelow(rooms, ['.ts']);
    const seen = new Set((await ofTree()).modules.map(({ source }) => source));
    expect(paths.length).toBeGreaterThan(30);
    expect(paths.filter((path) => !seen.has(path))).toEqual([]);
  });

  it('a lawful tree is found lawful', async () => {
    expect(told(await cruisePlanted(lawful))).toEqual([]);
  });

  it('each planted violation is found, by the rule that forbids it', async () => {
    const files = Object.assign({}, lawful, ...violations.map(([, planting]) => planting));
    const found = (await cruisePlanted(files)).summary.violations;
    const isFound = ([rule, planting]: (typeof violations)[number]): boolean =>
      Object.keys(planting).every((path) =>
        found.some((one) => one.rule.name === rule && (one.from === path || one.to === path)),
      );
    expect(violations.filter((one) => !isFound(one)).map(([rule]) => rule)).toEqual([]);
  });

  it('each rule of the configuration has a planted violation', async () => {
    const path = join(root, '.dependency-cruiser.js');
    const { default: config }: { default: { forbidden: { name: string }[] } } = await import(path);
    const names = config.forbidden.map((rule) => rule.name);
    const shown = new Set(violations.map(([rule]) => rule));
    expect(names.filter((name) => !shown.has(name))).toEqual([]);
  });
});
