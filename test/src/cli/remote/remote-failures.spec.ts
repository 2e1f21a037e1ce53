import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../../../src/cli/exit-codes.ts';
import { refusalOf } from '../../../../src/cli/remote/problem.ts';
import { failureOfRemote } from '../../../../src/cli/remote/remote-failures.ts';

const told = (status: number, body: object) =>
  failureOfRemote(refusalOf('http://there', status, JSON.stringify(body)));

describe('what a server refused', () => {
  it('is worth another try where the server has not come as far as the read asked for', () => {
    const body = { type: '/problems/revision-not-reached', title: 'Not here yet' };
    expect(told(412, body)).toMatchObject({
      exitCode: exitCodes.unreachable,
      remedy: 'try again in a moment',
    });
    const errors = [{ pointer: '/minRevision', value: 9, problem: 'the ledger is at 3' }];
    expect(told(412, { ...body, errors }).exitCode).toBe(exitCodes.unreachable);
  });

  it('is a conflict where something has happened since', () => {
    for (const body of [{ type: '/problems/revision-mismatch', title: 'Changed' }, {}]) {
      expect(told(412, body)).toMatchObject({
        exitCode: exitCodes.conflict,
        remedy: 'read it again: somebody has changed it since',
      });
    }
  });
});
