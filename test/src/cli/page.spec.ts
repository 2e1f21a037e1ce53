import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawCommands } from '../../../docs/draw-cli.ts';
import { exitCodes } from '../../../src/cli/exit-codes.ts';

const text = readFileSync(join(import.meta.dirname, '../../../docs/CLI.md'), 'utf8');

describe('docs/CLI.md', () => {
  it('has every command with its flags as they are; after a change `node docs/draw-cli.ts` writes it again', () => {
    expect(text).toBe(drawCommands(text));
  });

  it('has every exit code', () => {
    const [, table = ''] = text.split('## Exit codes');
    for (const code of Object.values(exitCodes))
      expect(table).toMatch(new RegExp(`^\\| ${code} `, 'm'));
  });
});
