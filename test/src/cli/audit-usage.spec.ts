import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { berth } from './on-terminal.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const ledger = join(scratch.folder, 'audit.db');
beforeAll(() => playInto(ledger, reclaimScenario));

const list = (...more: readonly string[]) => berth('audit', 'list', '--ledger', ledger, ...more);

describe('berth audit', () => {
  it('nothing found is no failure', async () => {
    const nobody = await list('--actor', 'nobody');
    expect(nobody).toEqual({ exitCode: 0, stdout: '', stderr: 'No deeds found.\n' });
    expect((await list('--actor', 'nobody', '-o', 'json')).stdout).toBe('[]\n');
  });

  it.each([
    [['--since', 'noon'], 'expected a time in UTC such as 2026-01-05'],
    [['--since', '2026-02-30'], 'expected a time in UTC'],
    [['--until', '2026-01-05T25:00:00Z'], 'expected a time in UTC'],
    [['--until', '2026-01-05T10:00:00'], 'expected a time in UTC'],
    [['--limit', '-1'], 'expected a whole number'],
    [['-o', 'name'], "unknown output format 'name'"],
    [['--subject', 'projct/a'], 'did you mean project?'],
    [['--subject', 'x'], 'the kinds are ledger, policy, cluster'],
  ])('%j is refused with exit 2: %s', async (options, message) => {
    const { exitCode, stdout, stderr } = await list(...options);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  it('a ledger that is not there is a failure that names it', async () => {
    const { exitCode, stderr } = await berth(
      'audit',
      'list',
      '--ledger',
      join(scratch.folder, 'no.db'),
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain('no.db');
  });

  it.each(['audit', 'audit list'])('berth %s --help begins with examples', async (command) => {
    const { exitCode, stdout } = await berth(...command.split(' '), '--help');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Examples:\n {2}# .+\n {2}berth audit list /);
    expect(stdout).toContain(`Usage: berth ${command}`);
  });
});
