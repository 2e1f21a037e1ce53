import { describe, expect, test } from 'vitest';
import type { WorkloadCommand } from '../../../domain/workload/index.ts';
import { joinNode } from '../../arbitraries/node.ts';
import { basis, placements, preemption, submission } from '../workload/history.ts';
import { type Play, play } from './play.ts';

const queueId = 'vision@default';
const lose = { type: 'ObserveNodeLost', reason: 'no heartbeat' } as const;
const bind = (nodeId: string): WorkloadCommand => ({
  type: 'AllocateWorkload',
  attempt: 1,
  placements: placements.map((placement) => ({ ...placement, nodeId })),
  basis,
});

/** `w-1` and `w-2` on node `n-1`, `w-3` on node `n-2`. */
const busy = (): Play => {
  const brain = play();
  for (const id of ['n-1', 'n-2']) brain.send('node', id, joinNode({ name: id }));
  for (const id of ['w-1', 'w-2', 'w-3']) {
    brain.send('workload', id, submission({ name: id, queueId }));
    brain.send('workload', id, bind(id === 'w-3' ? 'n-2' : 'n-1'));
  }
  expect(brain.refused).toEqual([]);
  return brain;
};
const told = (brain: Play): readonly string[] => brain.asked.map(({ subject }) => subject.id);

describe('node-loss process', () => {
  test('tells every workload that is bound to a lost node, and no other', () => {
    const brain = busy();
    brain.send('node', 'n-1', lose);
    expect(brain.asked).toEqual(
      ['w-1', 'w-2'].map((id) => ({
        subject: { kind: 'workload', id },
        command: {
          type: 'ObserveWorkloadInterrupted',
          attempt: 1,
          nodeId: 'n-1',
          reason: 'the node was lost: no heartbeat',
        },
      })),
    );
    brain.settle();
    const phases = ['w-1', 'w-2', 'w-3'].map((id) => brain.stateOf('workload', id).phase);
    expect(phases).toEqual(['Terminating', 'Terminating', 'Initializing']);
  });

  test('tells a workload once when its node is lost and then removed', () => {
    const brain = busy();
    brain.send('node', 'n-1', lose);
    brain.settle();
    brain.send('node', 'n-1', { type: 'RemoveNode' });
    expect(told(brain)).toEqual([]);
  });

  test('tells the workloads of a node that was removed without having been lost', () => {
    const brain = busy();
    brain.send('node', 'n-2', { type: 'RemoveNode' });
    expect(told(brain)).toEqual(['w-3']);
  });

  test('tells a gang that spans nodes of the first that is lost, and not of the second', () => {
    const brain = busy();
    const spread = placements.map((placement, k) => ({ ...placement, nodeId: `n-${k + 1}` }));
    brain.send('workload', 'w-4', submission({ name: 'w-4', queueId }));
    brain.send('workload', 'w-4', {
      type: 'AllocateWorkload',
      attempt: 1,
      placements: spread,
      basis,
    });
    brain.send('node', 'n-2', lose);
    expect(told(brain)).toEqual(['w-3', 'w-4']);
    brain.settle();
    brain.send('node', 'n-1', lose);
    expect(told(brain)).toEqual(['w-1', 'w-2']);
  });

  test('leaves alone what has ended or is leaving already', () => {
    const brain = busy();
    brain.send('workload', 'w-1', { type: 'ObserveWorkloadStarted', attempt: 1 });
    brain.send('workload', 'w-1', { type: 'ObserveWorkloadCompleted', attempt: 1 });
    brain.send('workload', 'w-2', { type: 'PreemptWorkload', ...preemption });
    brain.send('workload', 'w-3', { type: 'DeleteWorkload', reason: 'wrong data' });
    brain.send('node', 'n-1', lose);
    brain.send('node', 'n-2', lose);
    expect(told(brain)).toEqual([]);
    expect(brain.refused).toEqual([]);
  });

  test('leaves alone what failed and waits for its next try', () => {
    const brain = busy();
    brain.send('workload', 'w-4', submission({ name: 'w-4', queueId, backoffLimit: 1 }));
    brain.send('workload', 'w-4', bind('n-2'));
    brain.send('workload', 'w-4', { type: 'ObserveWorkloadFailed', attempt: 1, reason: 'Error' });
    expect(brain.stateOf('workload', 'w-4').phase).toBe('Resuming');
    brain.send('node', 'n-2', lose);
    expect(told(brain)).toEqual(['w-3']);
  });

  test('tells a workload again when its next attempt loses its node', () => {
    const brain = busy();
    brain.send('node', 'n-2', lose);
    brain.settle();
    brain.send('workload', 'w-3', { type: 'ObserveWorkloadPodsGone', attempt: 1 });
    brain.send('workload', 'w-3', { ...bind('n-1'), attempt: 2 } as WorkloadCommand);
    expect(brain.refused).toEqual([]);
    brain.send('node', 'n-1', lose);
    expect(told(brain)).toEqual(['w-1', 'w-2', 'w-3']);
    expect(brain.asked[2]?.command).toMatchObject({ attempt: 2 });
  });
});
