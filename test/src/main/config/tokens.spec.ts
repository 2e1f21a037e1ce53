import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { isLeft } from '../../../../domain/foundation/fp.ts';
import { readTokens } from '../../../../src/main/config/index.ts';
import { scratch } from './scratch.ts';

const files = scratch();
afterAll(files.remove);

const token = 'a'.repeat(32);
const told = async (text: string, mode?: number): Promise<string> => {
  const read = await readTokens(files.put(`tokens-${mode ?? 'own'}`, text, mode));
  return isLeft(read) ? `${read.left.file} ${read.left.problem}` : `${read.right.size} tokens`;
};

describe('a file of tokens', () => {
  it('says who speaks by which token, and keeps digests alone', async () => {
    const path = files.put('tokens', `# people\nada:${token}\n\r\nbot@ci: ${token}b\r\n`);
    const read = await readTokens(path);
    const digest = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(isLeft(read) ? read.left : Object.fromEntries(read.right)).toEqual({
      [digest(token)]: 'ada',
      [digest(`${token}b`)]: 'bot@ci',
    });
  });

  it.each([0o644, 0o640, 0o604, 0o660])(
    'that others can use (mode %o) is refused',
    async (mode) => {
      expect(await told(`ada:${token}\n`, mode)).toContain('others than its owner');
    },
  );

  it('is refused with the line, and never with the token', async () => {
    const weak = await told(`ada:${token}\nbob:short\n`);
    expect(weak).toContain(':2:1 ');
    expect(weak).toContain('the token of bob has 5 characters');
    expect(weak).not.toContain('short');
    expect(await told(`ada:${token}\nbob:${token}\n`)).toContain('that of another line');
    expect(await told(`${token}\n`)).toContain('has no colon');
    expect(await told(`a b:${token}\n`)).toContain('cannot be an actor');
    expect(await told(`ada:${'a'.repeat(16)}\u0007\n`)).toContain('printable');
    expect(await told('# none\n')).toContain('has no token');
  });
});
