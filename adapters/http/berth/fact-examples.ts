import { atMs } from './moment-example.ts';

const envelope = {
  revision: 18,
  type: 'WorkloadStopRequested',
  subject: { kind: 'workload', id: 'train-1' },
  atMs,
  origin: 'command',
  commandId: 'http:687df63c-ffb8-4362-b21f-6cb7d576be31',
  actor: 'alice',
  tenant: 'default',
};

/** A fact as an ask makes it. */
export const factExample = {
  ...envelope,
  id: 'ebe509c9-28f0-573f-9683-55a3d9bc65e8',
  schema: 1,
  subjectRevision: 3,
  index: 0,
  correlationId: '4bf92f3577b34da6a3ce929d0e0e4736',
  epoch: 1,
  data: { reason: 'makes room for the release' },
};

/** A deed. */
export const auditExample = {
  ...envelope,
  verb: 'stop',
  changes: [{ field: 'phase', before: '"Running"', after: '"Stopping"' }],
};

/** A line of a life. */
export const historyExample = {
  revision: 17,
  subjectRevision: 2,
  atMs,
  type: 'WorkloadQueued',
  phase: 'Pending',
  actor: 'alice',
  origin: 'command',
  commandId: 'http:687df63c-ffb8-4362-b21f-6cb7d576be31',
  text: 'Waits in queue vision@default, attempt 1.',
};
