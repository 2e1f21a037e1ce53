import { describe, expect, it } from 'vitest';
import { problemOfFault, problemOfRefusal } from '../../../adapters/http/problem.ts';
import type { RefusalByTag, RefusalTag } from '../../../adapters/http/refusal-rows.ts';
import type { Ask } from '../../../adapters/ports/ask.ts';
import type { BrainFault } from '../../../adapters/ports/live-brain.ts';
import { judged } from './judged-refusals.ts';
import { training } from './stage.ts';

const ask: Ask = { type: 'RegisterCluster', clusterId: 'lab', name: 'lab' };

const problemsOf = () =>
  Object.entries(judged).map(([tag, [status, pointer, rest]]) => {
    const refusal = { _tag: tag, ...rest } as RefusalByTag[RefusalTag];
    return { tag, status, pointer, rest, problem: problemOfRefusal(refusal, ask) };
  });

describe('problems', () => {
  it('puts every refusal into words, with status, place and remedy', () => {
    for (const { tag, status, pointer, problem } of problemsOf()) {
      expect([tag, problem.said.status, problem.said.errors?.[0]?.pointer]).toEqual([
        tag,
        status,
        pointer,
      ]);
      expect(problem.said.errors?.[0]?.remedy, tag).toMatch(/^\S.*\S$/);
    }
  });

  it('says the fact, the rule and the deed each once', () => {
    for (const { tag, problem } of problemsOf()) {
      const { title, detail, errors = [] } = problem.said;
      for (const { problem: fact, remedy } of errors) {
        expect(title.toLowerCase(), tag).not.toBe(fact.toLowerCase());
        expect(detail, tag).not.toBe(fact);
        expect(remedy, tag).not.toContain(fact);
        expect(title, tag).not.toContain(fact);
        expect(detail, tag).not.toContain(remedy);
        expect(detail.split(fact).length, tag).toBeLessThanOrEqual(2);
      }
    }
  });

  it('hands the name and the numbers of the rule on to programs', () => {
    for (const { tag, rest, problem } of problemsOf()) {
      expect(problem.document('urn:uuid:x')).toMatchObject({ code: tag, context: rest });
    }
  });

  it('gives every refusal a type of its own', () => {
    const types = problemsOf().map(({ problem }) => problem.said.slug);
    expect(new Set(types).size).toBe(types.length);
    expect(types).toContain('quota-below-use');
  });

  it('points into the specification where that is what was asked', () => {
    const problem = problemOfRefusal({ _tag: 'UnknownProject', projectId: 'x' }, training('a'));
    expect(problem.said.errors?.[0]).toMatchObject({ pointer: '/spec/projectId', value: 'x' });
  });

  it('points at the default node pool of a project that names one that is not there', () => {
    const asked: Ask = {
      type: 'CreateProject',
      projectId: 'p',
      name: 'p',
      departmentId: 'd',
      clusterId: 'c',
      defaultNodePoolId: 'x',
    };
    const problem = problemOfRefusal({ _tag: 'UnknownNodePool', nodePoolId: 'x' }, asked);
    expect(problem.said.errors?.[0]?.pointer).toBe('/defaultNodePoolId');
  });

  it('says of something that is gone that it is gone', () => {
    const problem = problemOfRefusal({ _tag: 'ClusterNotFound', phase: 'Removed' }, ask);
    expect(problem.said.title).toBe('The cluster is gone');
  });

  it('tells nobody outside where files lie or what the store said', () => {
    const place = '/var/lib/berth/ledger.db';
    const faults: readonly BrainFault[] = [
      { _tag: 'InDoubt', retry: 'never', place, cause: 'EIO', remedy: `look at ${place}` },
      { _tag: 'LogClosed', retry: 'never', place },
      { _tag: 'EngineClosed', retry: 'never', reason: `cannot write ${place}` },
      { _tag: 'VersionConflict', retry: 'again', expected: 1, actual: 2 },
      { _tag: 'BodyIsNoJson', revision: 3, cause: place },
      { _tag: 'LedgerCorrupt', retry: 'never', place, revision: 3, cause: 'bits', remedy: place },
      { _tag: 'DiskFull', retry: 'never', place, remedy: `free ${place}` },
    ];
    for (const fault of faults) {
      const problem = problemOfFault(fault);
      expect(problem.said.status, fault._tag).toBeGreaterThanOrEqual(500);
      expect(JSON.stringify(problem.document('x')), fault._tag).not.toContain('/var/lib');
    }
  });

  it('tells who comes when too many wait when to come again', () => {
    const fault: BrainFault = { _tag: 'Overloaded', retry: 'again', waiting: 9, waitingMax: 9 };
    expect(problemOfFault(fault).said).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      context: { waiting: 9 },
    });
  });
});
