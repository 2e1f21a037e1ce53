import { createMachine } from 'xstate';

/** The legal order of a department's facts. */
export const departmentMachine = createMachine({
  id: 'department',
  initial: 'Absent',
  states: {
    Absent: { on: { DepartmentCreated: 'Ready' } },
    Ready: { on: { DepartmentQuotaGranted: 'Ready', DepartmentDeleted: 'Deleted' } },
    Deleted: { type: 'final' },
  },
});
