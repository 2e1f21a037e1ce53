import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { berth } from './on-terminal.ts';
import { scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const file = join(scratch.folder, 'run.db');
const run = (...more: readonly string[]) =>
  berth('sim', 'run', '--scenario', 'examples/two-teams.json', '--ledger', file, ...more);

describe('a run that is interrupted', () => {
  it('exits 130 with a ledger that verifies, and says that the next run needs --overwrite', async () => {
    const listening = process.listenerCount('SIGINT');
    const playing = run();
    while (process.listenerCount('SIGINT') === listening) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    process.emit('SIGINT');
    const { exitCode, stdout, stderr } = await playing;
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
    expect(stderr).toMatch(
      /^interrupted: the ledger holds \d+ facts and is closed\n {2}at: .+run.db\n/,
    );
    expect(stderr).toContain('verified: chain, gaps and schemas are in order');
    expect(stderr).toContain('--overwrite');
    expect(existsSync(`${file}-wal`)).toBe(false);
    expect(process.listenerCount('SIGINT')).toBe(listening);
    expect((await run()).exitCode).toBe(4);
    expect((await run('--overwrite')).exitCode).toBe(0);
  });
});
