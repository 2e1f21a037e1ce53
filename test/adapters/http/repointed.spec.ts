import { describe, expect, it } from 'vitest';
import { Problem } from '../../../adapters/http/problem.ts';

const said = { problem: 'is wrong', remedy: 'change it' };
const problem = new Problem({
  slug: 'planted',
  status: 422,
  title: 'Planted',
  detail: 'Planted.',
  errors: [
    { pointer: '/projectId', ...said },
    { pointer: '/projectId', in: 'body', ...said },
    { pointer: '/idempotency-key', in: 'header', ...said },
    { pointer: '/dryRun', in: 'query', ...said },
  ],
});

describe('a problem of an ask that was made of a body', () => {
  it('points elsewhere in the body, and where it did in headers and the address', () => {
    const repointed = problem.repointed((pointer) => `/0${pointer}`);
    expect(repointed.said.errors?.map(({ pointer }) => pointer)).toEqual([
      '/0/projectId',
      '/0/projectId',
      '/idempotency-key',
      '/dryRun',
    ]);
  });
});
