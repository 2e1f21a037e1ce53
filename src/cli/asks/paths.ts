/** Members of asks, and where documents say the same. */
const paths: readonly (readonly [RegExp, string])[] = [
  [/^\/mig/, 'spec.mig'],
  [/^\/(levels|deviceClass|count|resources|deviceClasses|gpuModel|taints|labels)/, 'spec.$1'],
  [/^\/gpuCount/, 'spec.gpus'],
  [/^\/gpuMemoryMib/, 'spec.gpuMemory'],
  [/^\/cpuMilli/, 'spec.cpu'],
  [/^\/memoryBytes/, 'spec.memory'],
  [/^\/podsMax/, 'spec.pods'],
  [/\/subGroups\/\d+\/request\/gpuMemoryMib/, 'spec.gpuMemory'],
  [/\/subGroups\/\d+\/request\/gpu/, 'spec.gpu'],
  [/\/subGroups\/\d+\/request\/(mig|resources|claims|hostPorts)/, 'spec.$1'],
  [/\/subGroups\/\d+\/request\/cpuMilli/, 'spec.cpu'],
  [/\/subGroups\/\d+\/request\/memoryBytes/, 'spec.memory'],
  [/\/subGroups\/\d+\/pods/, 'spec.pods'],
  [/\/subGroups\/\d+\/(affinity|podLabels|podSet|podPriority|nodeSelector)/, 'spec.$1'],
  [/\/(semiPreemptible)/, 'spec.$1'],
  [/\/container\/(image|command|args|workingDir|environment)/, 'spec.$1'],
  [/\/(labels|annotations)/, 'metadata.$1'],
  [/\/timeLimitMs/, 'spec.timeLimit'],
  [/\/timeToLiveMs/, 'spec.timeToLive'],
  [/\/graceMs/, 'spec.gracePeriod'],
  [/\/projectId/, 'spec.project'],
  [/\/nodePoolIds/, 'spec.nodePools'],
  [/\/nodePoolId/, 'spec.nodePool'],
  [/\/defaultNodePoolIds/, 'spec.defaultNodePools'],
  [/\/defaultNodePoolId/, 'spec.defaultNodePool'],
  [/\/departmentId/, 'spec.department'],
  [/\/clusterId/, 'spec.cluster'],
  [/\/label(Key|Value)/, 'spec.label'],
  [/\/entitlements/, 'spec.nodePools'],
  [/\/(priority|preemptible|replicas|backoffLimit|nodeSelector|tolerations)/, 'spec.$1'],
  [/\/gang\/podSets\/\d+\/minPods/, 'spec.minPods'],
  [/\/gang\/topology/, 'spec.topology'],
  [/\/gang/, 'spec.gang'],
  [/\/name/, 'metadata.name'],
];

/** The member of an ask that is the id of what a document of that kind wants. */
const ownIds = {
  Cluster: '/clusterId',
  NodePool: '/nodePoolId',
  Department: '/departmentId',
  Project: '/projectId',
  Workload: '/workloadId',
  Node: '/nodeId',
  Topology: '/name',
  ResourceClaim: '/name',
} as const;

/** Where a document says what a JSON pointer into an ask names; `spec` where nothing fits better. */
export const pathOfPointer = (pointer: string, kind: keyof typeof ownIds): string => {
  if (pointer === ownIds[kind]) return 'metadata.name';
  for (const [form, path] of paths) {
    const found = form.exec(pointer);
    if (found !== null) return path.replace('$1', found[1] ?? '');
  }
  return 'spec';
};
