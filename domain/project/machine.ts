import { createMachine } from 'xstate';

/** The legal order of a project's facts. */
export const projectMachine = createMachine({
  id: 'project',
  initial: 'Absent',
  states: {
    Absent: { on: { ProjectCreated: 'Ready' } },
    Ready: { on: { ProjectQuotaGranted: 'Ready', ProjectDeleted: 'Deleted' } },
    Deleted: { type: 'final' },
  },
});
