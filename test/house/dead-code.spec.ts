import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTool } from './tool.ts';
import { root, withPlanted } from './tree.ts';

const told = async (folder: string): Promise<string> => {
  const args = ['--no-progress', '--reporter', 'compact', '--no-config-hints'];
  const { exitCode, stdout, stderr } = await runTool('knip', args, folder);
  return exitCode === 0 ? '' : `${stdout}${stderr}`;
};

const manifest = {
  name: 'planted',
  type: 'module',
  bin: { berth: 'bin/berth.js' },
  dependencies: { 'fp-ts': '2.16.11', yaml: '2.9.1' },
};

const lawful: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify(manifest),
  'bin/berth.js': "import '../src/cli/index.ts';\n",
  'src/cli/index.ts':
    "import 'fp-ts/lib/Either.js';\nimport 'yaml';\nimport { used } from '../app/used.ts';\nused();\n",
  'src/app/used.ts': 'export const used = () => 1;\n',
};

const knipOf = (files: Readonly<Record<string, string>>): Promise<string> => {
  const setup = ['knip.json', 'tsconfig.json'].map((name) => [
    name,
    readFileSync(join(root, name), 'utf8'),
  ]);
  return withPlanted({ ...Object.fromEntries(setup), ...lawful, ...files }, (folder) => {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    return told(folder);
  });
};

describe('dead code', () => {
  it('the tree has no unused file, export or dependency', async () => {
    expect(await told(root)).toBe('');
  });

  it('a planted tree without dead code is found clean', async () => {
    expect(await knipOf({})).toBe('');
  });

  it('a planted file that nobody imports is found', async () => {
    expect(await knipOf({ 'src/app/alone.ts': 'export const a = 1;\n' })).toContain('alone.ts');
  });

  it('a planted export that nobody imports is found', async () => {
    const text = 'export const used = () => 1;\nexport const forgotten = () => 2;\n';
    expect(await knipOf({ 'src/app/used.ts': text })).toContain('forgotten');
  });

  it('a planted dependency that nobody imports is found, and one that nobody declared', async () => {
    const dependencies = { ...manifest.dependencies, ajv: '8.20.0' };
    const found = await knipOf({
      'package.json': JSON.stringify({ ...manifest, dependencies }),
      'src/app/used.ts': "import 'xstate';\nexport const used = () => 1;\n",
    });
    expect(found).toContain('ajv');
    expect(found).toContain('xstate');
  });
});
