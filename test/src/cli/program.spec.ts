import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Command } from 'commander';
import { createProgram } from '../../../src/cli/program.ts';
import { berth } from './on-terminal.ts';

const tree = (): Command => {
  const nowhere = new Writable({ write: (_chunk, _encoding, next) => next() });
  const terminal = {
    stdout: nowhere,
    stderr: nowhere,
    isInteractive: false,
    isColoured: false,
    width: undefined,
    height: undefined,
    env: {},
    input: async () => '',
  };
  return createProgram(terminal, { code: 0 });
};

/** The words of every command, those that are not shown too. */
const wordsOf = (command: Command, words: readonly string[] = []): readonly string[] => [
  words.join(' '),
  ...command.commands.flatMap((one) => wordsOf(one, [...words, one.name()])),
];

const commands = wordsOf(tree());
const groups = commands.filter(
  (words) => words !== '' && commands.some((one) => one.startsWith(`${words} `)),
);

describe('the command line', () => {
  it.each(commands)('berth %s --help begins with examples and exits 0', async (command) => {
    const words = command === '' ? [] : command.split(' ');
    const { exitCode, stdout, stderr } = await berth(...words, '--help');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Examples:\n {2}# .+\n {2}berth /);
    expect(stdout).toContain(`Usage: berth ${command}`.trimEnd());
    expect(stdout.match(/^Examples:/gm)).toHaveLength(1);
  });

  it('berth alone shows the same as berth --help', async () => {
    expect(await berth()).toEqual(await berth('--help'));
  });

  it.each(groups)('berth %s without a verb shows its help on stderr and exits 2', async (group) => {
    const { exitCode, stdout, stderr } = await berth(group);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`Usage: berth ${group}`);
  });

  it('--version prints the version of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await berth('--version')).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    ['wrkload list', 'Did you mean workload?'],
    ['workload lst', 'Did you mean list?'],
    ['workload list --ledger x --outptu json', 'Did you mean --output?'],
    ['workload list --ledger x --server y', "option '--ledger <file>' cannot be used with"],
    ['sim run --trace openb', "required option '--jobs <file>' not specified"],
    ['ledger verify', "missing required argument 'file'"],
    ['ledger show x minus', 'expected a whole number, 0 or more.'],
    ['ledger show x 9007199254740993', 'expected a whole number, 0 or more.'],
    ['sim demo --seed 1e3', 'expected a whole number, 0 or more.'],
    ['sim run --load 0', 'expected a number above 0, such as 1.3.'],
    ['sim run --load NaN', 'expected a number above 0, such as 1.3.'],
    ['sim run --quota-scale 1e400', 'expected a number above 0, such as 1.3.'],
    ['ledger stats a b', 'too many arguments'],
  ])('berth %s is refused with exit 2: %s', async (line, message) => {
    const { exitCode, stdout, stderr } = await berth(...line.split(' '));
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain('(add --help for usage)');
  });

  it.each([
    'workload list --ledger x -o xml',
    'node describe a --ledger x -o table',
    'ledger stats x -o csv',
    'ledger verify x -o yaml',
    'ledger show x 1 -o text',
    'replay x -o yaml',
    'sim demo --ledger x -o yaml',
  ])(
    'berth %s is refused before anything is read: exit 2 and the formats there are',
    async (line) => {
      const { exitCode, stdout, stderr } = await berth(...line.split(' '));
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toMatch(/^error: unknown output format '.+'\n {2}at: -o\n {2}remedy: use -o /);
    },
  );

  it('nothing but commander is loaded before a command runs', () => {
    const packages = new Set<string>();
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, kind, target = ''] of importsOf(readFileSync(file, 'utf8'))) {
        if (kind === undefined) visitTarget(file, target);
      }
    };
    const visitTarget = (from: string, target: string): void => {
      if (target.startsWith('.')) visit(resolve(dirname(from), target));
      else packages.add(target);
    };
    visit(join(process.cwd(), 'src/cli/index.ts'));
    expect([...packages]).toEqual(['commander']);
    expect([...seen].filter((file) => !/\/src\/(cli\/|main\/version\.ts$)/.test(file))).toEqual([]);
  });
});

/** Static imports and re-exports: whether only types, and of what. */
const importsOf = (text: string) =>
  text.matchAll(/^(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)';/gms);
