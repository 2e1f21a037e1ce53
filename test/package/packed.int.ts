import { cpSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTool } from '../house/tool.ts';
import { defaultPolicy } from '../../domain/allocation/index.ts';
import { fillFile, linesOf } from '../golden/released-ledger.ts';
import { root } from '../house/tree.ts';
import { type Packed, packAndInstall, run } from './packed-folder.ts';

const packed: Packed = await packAndInstall();
afterAll(() => packed.remove());

/** What attw found, as far as it is looked at here. */
interface Findings {
  readonly entrypoints: Readonly<
    Record<
      string,
      {
        readonly resolutions: Readonly<
          Record<
            'node16-esm' | 'bundler',
            { readonly resolution?: object; readonly visibleProblems: readonly number[] }
          >
        >;
      }
    >
  >;
}

const plant = (folder: string, name: string, text: string): void =>
  writeFileSync(join(folder, name), text);

/** Makes Node believe that it is older, before the program begins. */
const asNode22 = [
  '--import',
  `data:text/javascript,${encodeURIComponent(
    "Object.defineProperty(process,'versions',{value:{...process.versions,node:'22.1.0'}})",
  )}`,
];

const tsconfig = (compilerOptions: object): string =>
  JSON.stringify({
    compilerOptions: {
      module: 'nodenext',
      target: 'es2024',
      lib: ['es2024'],
      strict: true,
      noEmit: true,
      ...compilerOptions,
    },
    files: ['embed.ts', 'custom-cluster.ts', 'my-policy.test.ts'],
  });

describe('the packed package', () => {
  it('holds the build and its declarations, and no source and no test', () => {
    const paths = readdirSync(join(packed.installed, 'node_modules/berth'), { recursive: true })
      .map(String)
      .filter((path) => /\.(ts|js|json)$/.test(path));
    expect(paths).toContain('dist/src/index.js');
    expect(paths).toContain('dist/src/testing/index.d.ts');
    const kernels = readdirSync(join(root, 'kernels')).filter((name) => !name.endsWith('.ts'));
    expect(paths.filter((path) => path.startsWith('kernels/')).toSorted()).toEqual(
      kernels.toSorted().map((name) => `kernels/${name}`),
    );
    const sources = paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));
    expect(sources.filter((path) => !path.startsWith('examples/'))).toEqual([]);
    const strangers = /^(src|domain|adapters|projections|test|bench|dist\/(test|bench))\//;
    expect(paths.filter((path) => strangers.test(path))).toEqual([]);
  });

  it('is found sound by publint', async () => {
    const { exitCode, stdout } = await runTool('publint', ['--strict', packed.tarball]);
    expect(exitCode, stdout).toBe(0);
  });

  it('is found sound by attw, as a package of ES modules', async () => {
    const args = ['--profile', 'esm-only', '--format', 'json', packed.tarball];
    const { exitCode, stdout } = await runTool('attw', args);
    expect(exitCode, stdout).toBe(0);
    const { entrypoints }: Findings = JSON.parse(stdout).analysis;
    expect(Object.keys(entrypoints).toSorted()).toEqual(['.', './package.json', './testing']);
    for (const { resolutions } of Object.values(entrypoints))
      for (const kind of ['node16-esm', 'bundler'] as const) {
        expect(resolutions[kind].resolution).toBeDefined();
        expect(resolutions[kind].visibleProblems).toEqual([]);
      }
  });

  it('runs in plain JavaScript', async () => {
    plant(
      packed.installed,
      'plain.js',
      "import { createBrain, defaultPolicy } from 'berth';\n" +
        'console.log(typeof createBrain, defaultPolicy.version);\n',
    );
    expect(await run(packed.installed, 'node', 'plain.js')).toEqual({
      exitCode: 0,
      said: `function ${defaultPolicy.version}\n`,
    });
    plant(
      packed.installed,
      'plain.cjs',
      "import('berth').then((berth) => console.log(typeof berth.createBrain));\n",
    );
    expect((await run(packed.installed, 'node', 'plain.cjs')).said).toBe('function\n');
  });

  it('says what berth/testing lacks where fast-check is not installed', async () => {
    plant(packed.installed, 'testing.js', "await import('berth/testing');\n");
    const { exitCode, said } = await run(packed.installed, 'node', 'testing.js');
    expect(exitCode).toBe(1);
    expect(said).toContain(
      'berth/testing needs the package fast-check: npm install --save-dev fast-check',
    );
  });

  it('offers the program', async () => {
    expect((await run(packed.installed, 'npx', 'berth', '--version')).said).toContain('0.1.0\n');
    const { exitCode, said } = await run(packed.installed, 'npx', 'berth', '--help');
    expect(exitCode, said).toBe(0);
    expect(said).toContain('Usage: berth');
  });

  it('plays the bundled day from its build', async () => {
    const words = ['node_modules/berth/bin/berth.js', 'sim', 'demo', '--ledger', 'demo.db'];
    const { exitCode, said } = await run(packed.installed, 'node', ...words);
    expect(exitCode, said).toBe(0);
  });

  it('makes decisions of a released kernel again', async () => {
    await fillFile(join(packed.installed, 'old.db'), linesOf('0.1.0'));
    const words = ['node_modules/berth/bin/berth.js', 'replay', 'old.db', '--verify'];
    const { exitCode, said } = await run(packed.installed, 'node', ...words);
    expect(exitCode, said).toBe(0);
    expect(said).toMatch(/^decisions +97 in/m);
  });

  it('refuses an older Node in a sentence, as a program and as a library', async () => {
    const { installed } = packed;
    const program = await run(installed, 'node', ...asNode22, 'node_modules/berth/bin/berth.js');
    expect(program.exitCode).toBe(1);
    expect(program.said).toMatch(/^error: berth needs Node\.js 24 or newer, this is /);
    for (const door of ['berth', 'berth/testing']) {
      plant(installed, 'old.js', `await import('${door}').catch((e) => console.log(String(e)));\n`);
      const library = await run(installed, 'node', ...asNode22, 'old.js');
      expect(library.said).toMatch(/^Error: berth needs Node\.js 24 or newer, this is /);
    }
  });
});

describe('a program in TypeScript beside the package', () => {
  const examples = ['embed.ts', 'custom-cluster.ts', 'my-policy.test.ts'];
  let folder: string;
  beforeAll(() => {
    folder = packed.installed;
    for (const name of examples) cpSync(join(root, 'examples', name), join(folder, name));
    for (const name of ['fast-check', 'pure-rand'])
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  });

  it('is checked against the declarations', async () => {
    const typeRoots = [join(root, 'node_modules/@types')];
    const options = { typeRoots, types: ['node'], skipLibCheck: true };
    plant(folder, 'tsconfig.json', tsconfig({ ...options, exactOptionalPropertyTypes: true }));
    const { exitCode, stdout } = await runTool('tsc', ['-p', '.'], folder);
    expect(exitCode, stdout).toBe(0);
  });

  it('needs nothing else for them: no types of Node, no development package', async () => {
    plant(folder, 'tsconfig.json', tsconfig({ types: [], skipLibCheck: false }));
    const { stdout } = await runTool('tsc', ['-p', '.'], folder);
    const ours = stdout.split('\n').filter((line) => line.startsWith('node_modules/berth/'));
    expect(ours).toEqual([]);
    plant(folder, 'tsconfig.json', tsconfig({ types: [], skipLibCheck: true }));
    const without = (await runTool('tsc', ['-p', '.'], folder)).stdout;
    expect(without.split('\n').filter((line) => line.startsWith('node_modules/'))).toEqual([]);
  });

  it.each(examples)('%s runs', async (name) => {
    const runner = name.endsWith('.test.ts') ? ['--test'] : [];
    const { exitCode, said } = await run(folder, 'node', ...runner, name);
    expect(exitCode, said).toBe(0);
  });
});
