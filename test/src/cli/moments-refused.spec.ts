import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { berth } from './on-terminal.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
beforeAll(() => playInto(ledger, reclaimScenario));
afterAll(scratch.remove);

const turned = 'the first moment, revision 9, is after the second, 3';
const from9to3 = ['--from', '9', '--to', '3'];
const whatif = ['whatif', '--ledger', ledger];

describe('an end before its beginning is refused', () => {
  it.each([
    [['replay', ledger, '--verify', ...from9to3]],
    [['replay', ledger, '--kernel', '0.1.0', ...from9to3]],
    [['diff', '9', '3', '--ledger', ledger]],
    [[...whatif, '--at', '9', '--until', '3']],
  ])('%j', async (args) => {
    const { exitCode, stdout, stderr } = await berth(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(turned);
    expect(stderr).toContain('remedy: say them the other way round: 3, then 9');
  });
});

describe('a moment that nobody can read is refused at its place', () => {
  it.each([
    [['diff', 'soon', '9', '--ledger', ledger], '<a>'],
    [['diff', '0', 'soon', '--ledger', ledger], '<b>'],
    [[...whatif, '--at', 'soon'], '--at'],
    [[...whatif, '--at', '9', '--until', 'soon'], '--until'],
  ])('%j', async (args, place) => {
    const { exitCode, stderr } = await berth(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`'soon' names no moment\n  at: ${place}\n`);
  });
});
