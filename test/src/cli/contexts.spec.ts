import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { serverUrlOf } from '../../../src/cli/remote/contexts.ts';
import { destinationOf } from '../../../src/cli/remote/destination.ts';
import { berthOn } from './on-terminal.ts';
import { scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);

let homes = 0;

/** Somebody with an empty home of their own. */
const somebody = (more: Readonly<Record<string, string>> = {}) => {
  homes += 1;
  const home = join(scratch.folder, `home-${homes}`);
  mkdirSync(home);
  const env = { HOME: home, ...more };
  const config = join(home, '.config', 'berth', 'config.yaml');
  return {
    env,
    home,
    config,
    write: (text: string) => {
      mkdirSync(join(home, '.config', 'berth'), { recursive: true });
      writeFileSync(config, text);
    },
    berth: (...args: readonly string[]) => berthOn({ env }, ...args),
    context: (...args: readonly string[]) =>
      berthOn({ env, input: async () => 's3cret\n' }, 'context', ...args),
  };
};

describe('berth context', () => {
  it('keeps servers by names; the first is used at once, others when they are chosen', async () => {
    const { context } = somebody();
    await context('set', 'lab', '--server', 'http://lab:7766', '-p', 'vision');
    await context('set', 'prod', '--server', 'https://prod.example', '--token-stdin');
    expect((await context('current')).stdout).toBe('lab\n');
    const { stdout } = await context('list');
    expect(stdout).toMatch(/USED +NAME +SERVER +TOKEN +PROJECT\n\* +lab .* none +vision\n +prod /);
    expect(stdout).not.toContain('s3cret');
    await context('use', 'prod');
    expect((await context('list', '-o', 'jsonpath={.items[*].isCurrent}')).stdout).toBe(
      'false true',
    );
    await context('delete', 'prod');
    expect(await context('current')).toMatchObject({ exitCode: 3, stdout: '' });
    expect((await context('list', '-o', 'name')).stdout).toBe('context/lab\n');
  });

  it('writes a file that only its owner can read, and keeps what else stands in it', async () => {
    const { context, config, write } = somebody();
    write('# mine\ncontexts:\n  lab: # the old one\n    server: http://lab:1\n');
    await context('set', 'lab', '--server', 'http://lab:2');
    expect(readFileSync(config, 'utf8')).toBe(
      '# mine\ncontexts:\n  lab:\n    # the old one\n    server: http://lab:2\ncurrent: lab\n',
    );
    expect(statSync(config).mode & 0o777).toBe(0o600);
  });

  it('a token takes the place of a file with one, and the other way round', async () => {
    const { context, config } = somebody();
    await context('set', 'lab', '--server', 'http://lab:1', '--token-file', '/tmp/token');
    await context('set', 'lab', '--token-stdin');
    expect(readFileSync(config, 'utf8')).not.toContain('tokenFile');
    await context('set', 'lab', '--token-file', '/tmp/token', '-p', '');
    expect(readFileSync(config, 'utf8')).not.toContain('s3cret');
  });

  it.each([
    [['set', 'new'], 2, 'a new context needs a server'],
    [['set', 'a b', '--server', 'http://x'], 2, 'can be no name of a context'],
    [['set', 'a', '--server', 'ftp://x/ y'], 2, 'is no address of a server'],
    [['use', 'nobody'], 3, 'there are none yet'],
    [['delete', 'nobody'], 3, 'there are none yet'],
    [['list', '-o', 'text'], 2, 'unknown output format'],
  ])('%j exits %i: %s', async (args, code, problem) => {
    const { exitCode, stderr } = await somebody().context(...args);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(problem);
  });

  it.each([
    ['contexts:\n  a:\n    serverr: http://x\n', ':3:5', 'did you mean server?'],
    ['contexts:\n  a: {}\n', ':2:3', 'write server:'],
    ['contexts:\n  a:\n    server: "no such thing"\n', ':3:5', 'write server:'],
    ['contexts:\n  a:\n    server: 7\n', ':3:5', 'in quotes'],
    ['contexts: [a]\n', ':1:11', 'docs/CLI.md'],
    ['current: b\n', ':1:1', 'berth context set'],
    ['contexts:\n  a: { server: x\n', ':3:1', 'mend it'],
    ['contexts:\n  a: { server: x, token: t, tokenFile: f }\n', ':2:3', 'keep one of them'],
    ['- a\n', ':1:1', 'docs/CLI.md'],
  ])('a file with %j is refused with the place %s: %s', async (text, place, remedy) => {
    const { berth, write, config } = somebody();
    write(text);
    const { exitCode, stderr } = await berth('workload', 'list');
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`at: ${config}${place}`);
    expect(stderr).toContain(remedy);
  });
});

describe('the server that is meant', () => {
  const meant = async (
    env: Readonly<Record<string, string>>,
    flags: Parameters<typeof destinationOf>[1] = {},
  ) => {
    const found = await destinationOf({ env }, flags);
    if (isLeft(found)) return found.left.problem;
    const { url, token, project } = found.right;
    return [url.href, token ?? '-', project ?? '-'].join(' ');
  };

  it('is that of the flag, then of the environment, then of the file, then this machine', async () => {
    const { env, write, home } = somebody();
    expect(await meant(env)).toBe('http://127.0.0.1:7766/ - -');
    const token = join(home, 'token');
    writeFileSync(token, 'filed\n');
    write(
      'current: lab\ncontexts:\n  lab: { server: http://lab:1, token: kept, project: vision }\n' +
        '  prod: { server: https://prod/berth, tokenFile: ../../token }\n',
    );
    expect(await meant(env)).toBe('http://lab:1/ kept vision');
    expect(await meant({ ...env, BERTH_CONTEXT: 'prod' })).toBe('https://prod/berth/ filed -');
    expect(await meant({ ...env, BERTH_CONTEXT: 'prod', BERTH_SERVER: 'env:1' })).toBe(
      'http://env:1/ - -',
    );
    const both = { ...env, BERTH_SERVER: 'env:1', BERTH_TOKEN_FILE: token };
    expect(await meant(both)).toBe('http://env:1/ filed -');
    expect(await meant(both, { context: 'lab' })).toBe('http://lab:1/ filed vision');
    expect(await meant(both, { server: 'flag:1', context: 'lab' })).toBe('http://flag:1/ filed -');
    expect(await meant(env, { context: 'nobody' })).toBe("there is no context 'nobody'");
  });

  it('never gets the token of another one', async () => {
    const { env, write } = somebody();
    write('current: lab\ncontexts:\n  lab: { server: http://lab:1, token: kept }\n');
    expect(await meant(env, { server: 'http://elsewhere' })).toBe('http://elsewhere/ - -');
    expect(await meant({ ...env, BERTH_SERVER: 'elsewhere' })).toBe('http://elsewhere/ - -');
  });

  it('is told with a warning where others can read the token that is kept', async () => {
    const { berth, write, config, env } = somebody();
    write('current: lab\ncontexts:\n  lab: { server: 127.0.0.1:1, token: kept }\n');
    chmodSync(config, 0o644);
    const { stderr } = await berth('workload', 'list');
    expect(stderr).toContain(`warning: others can read the token\n  at: ${config}\n`);
    expect(await meant(env)).toBe('http://127.0.0.1:1/ kept -');
    chmodSync(config, 0o600);
    expect((await berth('workload', 'list')).stderr).not.toContain('warning');
  });

  it('a token that cannot be read, or is none, is told before anything is sent', async () => {
    const { env, home } = somebody();
    const bad = join(home, 'bad');
    writeFileSync(bad, 'two words\n');
    expect(await meant(env, { tokenFile: bad })).toBe('the file holds no token');
    expect(await meant(env, { tokenFile: `${bad}x` })).toContain('the token cannot be read');
    expect(await meant({}, { server: 'http://' })).toContain('is no address of a server');
  });

  it.each([
    ['lab:7766', 'http://lab:7766/'],
    ['https://x/berth', 'https://x/berth/'],
    ['127.0.0.1', 'http://127.0.0.1/'],
    ['[::1]:1', 'http://[::1]:1/'],
    ['', undefined],
    ['http://user@x', undefined],
    ['http://x?y', undefined],
    ['a b', undefined],
  ])('the address %j is %j', (text, url) => {
    expect(serverUrlOf(text)?.href).toBe(url);
  });
});
