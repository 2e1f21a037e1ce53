import { departmentFacts } from '../../../domain/department/events.ts';
import {
  department,
  departmentLifecycle,
  departmentMachine,
} from '../../../domain/department/index.ts';
import { departmentCommandsFrom } from '../../arbitraries/department.ts';
import { aggregateLaws } from '../laws.ts';

aggregateLaws({
  name: 'department',
  subjectKind: 'department',
  decider: department,
  machine: departmentMachine,
  lifecycle: departmentLifecycle,
  facts: departmentFacts,
  commands: departmentCommandsFrom,
});
