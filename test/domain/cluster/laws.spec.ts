import { clusterFacts } from '../../../domain/cluster/events.ts';
import { cluster, clusterLifecycle, clusterMachine } from '../../../domain/cluster/index.ts';
import { clusterCommandsFrom } from '../../arbitraries/cluster.ts';
import { aggregateLaws } from '../laws.ts';

aggregateLaws({
  name: 'cluster',
  subjectKind: 'cluster',
  decider: cluster,
  machine: clusterMachine,
  lifecycle: clusterLifecycle,
  facts: clusterFacts,
  commands: clusterCommandsFrom,
});
