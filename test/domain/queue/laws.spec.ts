import { queueFacts } from '../../../domain/queue/events.ts';
import { queue, queueLifecycle, queueMachine } from '../../../domain/queue/index.ts';
import { queueCommandsFrom } from '../../arbitraries/queue.ts';
import { aggregateLaws } from '../laws.ts';

aggregateLaws({
  name: 'queue',
  subjectKind: 'queue',
  decider: queue,
  machine: queueMachine,
  lifecycle: queueLifecycle,
  facts: queueFacts,
  commands: queueCommandsFrom,
});
