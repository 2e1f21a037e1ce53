import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { serverUrlOf } from '../../../src/cli/remote/contexts.ts';
import { destinationOf } from '../../../src/cli/remote/destination.ts';
import { scratchFolder } from './small-ledger.ts';
import { somebody as somebodyIn } from './somebody.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const somebody = () => somebodyIn(scratch.folder);

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
