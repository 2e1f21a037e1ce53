/** Flags of Run:ai's CLI that Berth has nothing for yet, with the reason and what to do. @source product reference §8.2 */
export const refusedFlags: readonly {
  readonly names: readonly string[];
  readonly why: string;
  readonly remedy: string;
}[] = [
  {
    names: [
      'existing-pvc',
      'new-pvc',
      'nfs',
      'git-sync',
      's3',
      'host-path',
      'configmap-map-volume',
      'secret-volume',
      'empty-dir-volume',
      'datavolume',
      'datasource',
      'large-shm',
    ],
    why: 'workloads have no volumes yet',
    remedy: 'leave it out',
  },
  {
    names: ['template', 'environment', 'compute'],
    why: 'there are no assets yet',
    remedy: 'keep what you submit in a file: berth workload submit -f FILE',
  },
  {
    names: ['runs'],
    why: 'all pods of a workload run at once',
    remedy: 'say --parallelism of a training, or a distributed training with --workers',
  },
  {
    names: ['gpu-memory-limit', 'gpu-portion-limit'],
    why: 'what is asked for of GPUs is the limit too',
    remedy: 'say --gpu-portion-request or --gpu-memory-request',
  },
  {
    names: ['cpu-core-limit', 'cpu-memory-limit'],
    why: 'pods have requests and no limits of their own',
    remedy: 'say --cpu-core-request and --cpu-memory-request',
  },
  {
    names: ['exclude-node', 'mnnvl'],
    why: 'nodes are chosen by node pool, labels and taints',
    remedy: 'say --node-pools, --node-selector KEY=VALUE or --toleration',
  },
  {
    names: [
      'run-as-user',
      'run-as-uid',
      'run-as-gid',
      'run-as-non-root',
      'supplemental-groups',
      'user-group-source',
      'privileged',
      'capability',
      'seccomp-profile',
      'host-ipc',
      'host-network',
      'allow-privilege-escalation',
      'create-home-dir',
    ],
    why: 'pods have no security settings yet',
    remedy: 'leave it out',
  },
  {
    names: [
      'port',
      'external-url',
      'serving-port',
      'attach',
      'stdin',
      'tty',
      'pod-running-timeout',
    ],
    why: 'nothing can be connected to yet',
    remedy: 'leave it out',
  },
  {
    names: [
      'env-secret',
      'env-pod-field-ref',
      'env-my-credentials',
      'image-pull-my-credentials',
      'image-pull-policy',
    ],
    why: 'there are no secrets yet, and images are pulled as the cluster does',
    remedy: 'say --environment-variable KEY=VALUE',
  },
  {
    names: [
      'metric',
      'metric-threshold',
      'metric-threshold-percentage',
      'activation-replicas',
      'concurrency-hard-limit',
      'scale-to-zero-retention-seconds',
      'scale-down-delay-seconds',
      'initialization-timeout-seconds',
      'request-timeout-seconds',
    ],
    why: 'inferences are scaled by hand',
    remedy: 'say --min-replicas and --max-replicas, then berth inference scale',
  },
  {
    names: [
      'restart-policy',
      'clean-pod-policy',
      'slots-per-worker',
      'launcher-creation-policy',
      'ssh-auth-mount-path',
      'startup-policy',
      'worker-as-leader',
    ],
    why: 'all pods of a workload start and end together',
    remedy: 'leave it out; --backoff-limit says how often it is tried again',
  },
];
