const flags: readonly (readonly [string, string])[] = [
  ['/projectId', '--project'],
  ['/nodePoolId', '--node-pools'],
  ['/priority', '--priority'],
  ['/container/image', '--image'],
  ['/container/environment', '--environment-variable'],
  ['/container', '--command'],
  ['/labels', '--label'],
  ['/annotations', '--annotation'],
  ['/backoffLimit', '--backoff-limit'],
  ['/timeLimitMs', '--time-limit'],
  ['/timeToLiveMs', '--auto-deletion-time-after-completion'],
  ['/graceMs', '--termination-grace-period'],
  ['/replicas', '--min-replicas, --max-replicas'],
  ['/request/gpuMemoryMib', '--gpu-memory-request'],
  ['/request/mig', '--mig-profile'],
  ['/request/resources', '--extended-resource'],
  ['/request/claims', '--claim'],
  ['/gang/topology', '--topology'],
  ['/gang/podSets', '--min-replicas'],
  ['/affinity/requiredNodes', '--node-affinity'],
  ['/affinity/preferredNodes', '--node-preference'],
  ['/affinity', '--required-pod-topology-key'],
  ['/semiPreemptible', '--preemptibility'],
  ['/nodeSelector', '--node-selector'],
  ['/tolerations', '--toleration'],
  ['/request/gpuDevices', '--gpu-devices-request'],
  ['/request/gpuMilli', '--gpu-portion-request'],
  ['/request/cpuMilli', '--cpu-core-request'],
  ['/request/memoryBytes', '--cpu-memory-request'],
  ['/pods', '--workers, --parallelism'],
  ['/name', 'NAME'],
];

/** The flag that led to what a server finds wrong. */
export const flagOfPointer = (pointer: string): string | undefined =>
  flags.find(([part]) => pointer.includes(part))?.[1];

const flagsByPath = new Map([
  ['metadata.name', 'NAME'],
  ['spec.project', '--project'],
  ['spec.nodePool', '--node-pools'],
  ['spec.nodePools', '--node-pools'],
  ['spec.priority', '--priority'],
]);

/** The flag that says what a path of a document would. */
export const flagOfPath = (path: string): string => flagsByPath.get(path) ?? path;
