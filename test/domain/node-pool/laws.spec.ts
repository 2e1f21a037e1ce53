import { nodePoolFacts } from '../../../domain/node-pool/events.ts';
import { nodePool, nodePoolLifecycle, nodePoolMachine } from '../../../domain/node-pool/index.ts';
import { nodePoolCommandsFrom } from '../../arbitraries/node-pool.ts';
import { aggregateLaws } from '../laws.ts';

aggregateLaws({
  name: 'node pool',
  subjectKind: 'node-pool',
  decider: nodePool,
  machine: nodePoolMachine,
  lifecycle: nodePoolLifecycle,
  facts: nodePoolFacts,
  commands: nodePoolCommandsFrom,
});
