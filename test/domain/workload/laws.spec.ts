import { workloadFacts } from '../../../domain/workload/events.ts';
import { workload, workloadLifecycle } from '../../../domain/workload/index.ts';
import { workloadMachine } from '../../../domain/workload/machine.ts';
import { workloadCommandFrom } from '../../arbitraries/workload.ts';
import { aggregateLaws } from '../laws.ts';

aggregateLaws({
  name: 'workload',
  subjectKind: 'workload',
  decider: workload,
  machine: workloadMachine,
  lifecycle: workloadLifecycle,
  facts: workloadFacts,
  commands: workloadCommandFrom,
});
