import { nodeFacts } from '../../../domain/node/events.ts';
import { node, nodeLifecycle, nodeMachine } from '../../../domain/node/index.ts';
import { nodeCommandsFrom, nodeEventsFrom } from '../../arbitraries/node.ts';
import { aggregateLaws } from '../laws.ts';

aggregateLaws({
  name: 'node',
  subjectKind: 'node',
  decider: node,
  machine: nodeMachine,
  lifecycle: nodeLifecycle,
  facts: nodeFacts,
  commands: nodeCommandsFrom,
  events: nodeEventsFrom,
});
