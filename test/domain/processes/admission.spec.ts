import { describe, expect, test } from 'vitest';
import { createDepartment, grantDepartmentQuota } from '../../arbitraries/department.ts';
import { createProject, grantProjectQuota } from '../../arbitraries/project.ts';
import { basis, placements, submission } from '../workload/history.ts';
import { type Play, play } from './play.ts';

const queueId = 'vision@default';

/** A project whose queue opens as soon as what is asked is handled. */
const begun = (): Play => {
  const brain = play();
  brain.send('department', 'science', createDepartment());
  brain.send('department', 'science', grantDepartmentQuota());
  brain.send('project', 'vision', createProject());
  return brain;
};
const open = (brain: Play): void => {
  brain.send('project', 'vision', grantProjectQuota());
  brain.settle();
};

describe('admission process', () => {
  test('queues what was submitted before the queue opened, first come first', () => {
    const brain = begun();
    for (const id of ['w-2', 'w-1']) brain.send('workload', id, submission({ name: id }));
    brain.settle();
    expect(brain.stateOf('workload', 'w-1').phase).toBe('Creating');
    open(brain);
    expect(brain.stateOf('workload', 'w-1')).toMatchObject({ phase: 'Pending', queueId });
    const queued = brain.facts.filter(({ type }) => type === 'WorkloadQueued');
    expect(queued.map(({ subject }) => subject.id)).toEqual(['w-2', 'w-1']);
    expect([...brain.refused, ...brain.misasked]).toEqual([]);
  });

  test('asks for nothing when a submission found its queue open', () => {
    const brain = begun();
    open(brain);
    brain.send('workload', 'w-1', submission({ queueId }));
    expect(brain.asked).toEqual([]);
    expect(brain.stateOf('workload', 'w-1').phase).toBe('Pending');
  });

  test('forgets what was stopped or deleted while it waited', () => {
    const brain = begun();
    for (const id of ['w-1', 'w-2']) brain.send('workload', id, submission({ name: id }));
    brain.send('workload', 'w-1', { type: 'StopWorkload', reason: 'weekend' });
    brain.send('workload', 'w-2', { type: 'DeleteWorkload', reason: 'wrong data' });
    open(brain);
    expect([...brain.refused, ...brain.misasked]).toEqual([]);
    expect(brain.stateOf('workload', 'w-1').phase).toBe('Stopped');
    expect(brain.stateOf('workload', 'w-2').phase).toBe('Deleted');
  });

  test('queues a resumed workload, at once or when its queue opens', () => {
    const late = begun();
    late.send('workload', 'w-1', submission());
    late.send('workload', 'w-1', { type: 'StopWorkload', reason: 'weekend' });
    late.send('workload', 'w-1', { type: 'ResumeWorkload' });
    late.settle();
    expect(late.stateOf('workload', 'w-1').phase).toBe('Resuming');
    open(late);
    expect(late.stateOf('workload', 'w-1').phase).toBe('Pending');

    late.send('workload', 'w-1', { type: 'StopWorkload', reason: 'weekend' });
    late.send('workload', 'w-1', { type: 'ResumeWorkload' });
    late.settle();
    expect(late.stateOf('workload', 'w-1').phase).toBe('Pending');
    expect([...late.refused, ...late.misasked]).toEqual([]);
  });

  test('keeps a resumed workload waiting when its queue has been closed meanwhile', () => {
    const brain = begun();
    open(brain);
    brain.send('workload', 'w-1', submission({ queueId }));
    brain.send('workload', 'w-1', { type: 'StopWorkload', reason: 'weekend' });
    brain.send('queue', queueId, { type: 'CloseQueue', pendingWorkloads: 0, openChildren: 0 });
    brain.send('workload', 'w-1', { type: 'ResumeWorkload' });
    brain.settle();
    expect(brain.stateOf('workload', 'w-1').phase).toBe('Resuming');
  });

  test('cuts no back-off short, though it asks again for what it asked for before a crash', () => {
    const brain = begun();
    open(brain);
    brain.send('workload', 'w-1', submission({ backoffLimit: 1 }));
    brain.send('workload', 'w-1', { type: 'StopWorkload', reason: 'weekend' });
    brain.send('workload', 'w-1', { type: 'ResumeWorkload', queueId });
    const [again] = brain.asked;
    brain.settle();
    const placed = { attempt: 1, placements, basis };
    brain.send('workload', 'w-1', { type: 'AllocateWorkload', ...placed });
    brain.send('workload', 'w-1', { type: 'ObserveWorkloadFailed', attempt: 1, reason: 'Error' });
    expect(brain.refused).toEqual([]);
    expect(again?.command).toEqual({ type: 'EnqueueWorkload', queueId });
    if (again !== undefined) brain.send('workload', 'w-1', again.command);
    expect(brain.stateOf('workload', 'w-1')).toMatchObject({ phase: 'Resuming', attempt: 2 });
    brain.send('workload', 'w-1', { type: 'RetryWorkload', attempt: 2 });
    expect(brain.stateOf('workload', 'w-1')).toMatchObject({ phase: 'Pending', queueId });
  });
});
