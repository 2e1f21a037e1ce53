import { describe, expect, test } from 'vitest';
import { grant, job, queueIn, roomy } from './roaming-stage.ts';

describe('a workload that may go to several node pools', () => {
  test('stays in the dearest that takes it', async () => {
    const { submit, mismatches, next } = await roomy('big');
    expect(await submit('w', job(4, 'default', 'big'))).toEqual([
      'Submitted',
      'Queued',
      'Allocated',
    ]);
    expect(next()).toBeUndefined();
    expect(await mismatches()).toEqual([]);
  });

  test('goes on to the next at once when one cannot take it', async () => {
    const { submit, mismatches, next } = await roomy('big', 'far');
    expect(await submit('w', job(8, 'default', 'big', 'far'))).toEqual([
      'Submitted',
      'Queued',
      'Deferred',
      'Reassigned big',
      'Allocated',
    ]);
    expect(next()).toBeUndefined();
    expect(await mismatches()).toEqual([]);
  });

  test('rests in the dearest when none can, and goes round again after news, a minute later at first', async () => {
    const { submit, done, until, mismatches, next } = await roomy('big', 'far');
    await submit('first', job(8, 'big'));
    await submit('second', job(8, 'far'));
    const round = ['Deferred', 'Reassigned big', 'Deferred', 'Reassigned far', 'Deferred'];
    const home = ['Reassigned default', 'Deferred'];
    expect(await submit('w', job(8, 'default', 'big', 'far'))).toEqual([
      'Submitted',
      'Queued',
      ...round,
      ...home,
    ]);
    expect(next()).toBeUndefined();
    // News that does not help costs a round, and doubles the rest.
    const small = await submit('small', job(1, 'default'), 1_000);
    expect(small).toEqual(['Submitted', 'Queued', 'Allocated']);
    expect(await done('small', 2_000)).toEqual(['Completed']);
    expect(next()).toBe(60_000);
    expect(await until(60_000)).toEqual([...round.slice(1), ...home]);
    expect(next()).toBeUndefined();
    expect(await done('second', 70_000)).toEqual(['Completed']);
    expect(await until(179_999)).toEqual([]);
    expect(await until(180_000)).toEqual([
      'Reassigned big',
      'Deferred',
      'Reassigned far',
      'Allocated',
    ]);
    expect(await mismatches()).toEqual([]);
  });

  test('begins where its project has a queue, and takes the first that opens where it has none', async () => {
    const here = await roomy('big');
    const none = { ...job(8, 'far', 'big'), queueId: undefined };
    expect(await here.submit('w', none)).toEqual(['Submitted', 'Reassigned big', 'Allocated']);
    expect(await here.submit('v', { ...job(8, 'far'), queueId: undefined })).toEqual(['Submitted']);
    expect(await here.mismatches()).toEqual([]);

    const bare = await roomy();
    expect(await bare.submit('w', { ...none })).toEqual(['Submitted']);
    expect(await grant(bare, 'big')).toEqual([
      'ProjectQuotaGranted',
      'QueueOpened',
      'Reassigned big',
      'Allocated',
    ]);
    expect(await bare.mismatches()).toEqual([]);
  });

  test('keeps a place that is held for it, and where it was evicted looks elsewhere', async () => {
    const { tell, submit, mismatches } = await roomy('big');
    await submit('low', job(8, 'big', 'default'));
    const urgent = { ...job(8, 'big', 'default'), priority: 90 };
    expect(await submit('urgent', urgent)).toEqual([
      'Submitted',
      'Queued',
      'Preempted',
      'Nominated',
      'Deferred',
    ]);
    const gone = { type: 'ObserveWorkloadPodsGone', attempt: 1 } as const;
    expect(await tell({ kind: 'workload', id: 'low' }, gone)).toEqual([
      'Evicted',
      'Allocated',
      'Deferred',
      'Reassigned default',
      'Deferred',
      'Reassigned big',
      'Deferred',
    ]);
    expect(await mismatches()).toEqual([]);
  });

  test('is resumed where it was, and forgets its rounds when it is stopped or gone', async () => {
    const { tell, submit, done, mismatches, next } = await roomy('big');
    await submit('first', job(8, 'big'));
    for (const id of ['stopped', 'gone']) await submit(id, job(8, 'default', 'big'));
    const subject = { kind: 'workload', id: 'stopped' } as const;
    await tell(subject, { type: 'StopWorkload', reason: 'weekend' });
    await tell({ kind: 'workload', id: 'gone' }, { type: 'DeleteWorkload', reason: 'wrong' });
    await done('first');
    expect(next()).toBeUndefined();
    const queueId = queueIn('default');
    expect(await tell(subject, { type: 'ResumeWorkload', queueId }, 5_000)).toEqual([
      'Resumed',
      'Queued',
      'Deferred',
      'Reassigned big',
      'Allocated',
    ]);
    expect(await mismatches()).toEqual([]);
  });
});
