const identity = 'containers run as their image says: leave it out';
const data = 'data sources are not offered yet: leave it out, and mount nothing';
const reach = 'addresses of workloads are not offered yet: leave it out';

/** What Run:ai takes in a spec and Berth does not do: refused, each with what to do instead. */
export const notYet = {
  assets: 'assets are not offered yet: write their values here',
  templateId: 'templates are not offered yet: write their values here',
  storage: data,
  imagePullPolicy: 'images are pulled as the cluster does: leave it out',
  imagePullSecrets: 'credentials are not offered yet: leave it out',
  security: identity,
  createHomeDir: identity,
  ports: reach,
  exposedUrls: reach,
  relatedUrls: reach,
  servingPort: reach,
  servingConfiguration: reach,
  probes: 'probes are not offered yet: leave it out',
  restartPolicy: 'a workload is tried again as a whole: say so with backoffLimit',
  cleanPodPolicy: 'pods go when their workload ends: leave it out',
  stdin: 'there is no terminal: leave it out',
  tty: 'there is no terminal: leave it out',
  slotsPerWorker: 'it is one for each GPU of a worker: leave it out',
  sshAuthMountPath: 'it is as the framework has it: leave it out',
  mpiLauncherCreationPolicy: 'all pods start together: leave it out',
} as const;

const elastic = 'distributed training alone is elastic: submit it as distributed, or leave it out';

/** What distributed training alone may say. */
export const notElastic = { minReplicas: elastic, maxReplicas: elastic } as const;

/** What Run:ai takes in the resources of a pod and Berth does not do. */
export const notYetCompute = {
  gpuPortionLimit: 'a pod has what it asks for and no more: leave it out',
  gpuMemoryLimit: 'a pod has what it asks for and no more: leave it out',
  cpuCoreLimit: 'a pod is placed by what it requests; limits are not set yet: leave it out',
  cpuMemoryLimit: 'a pod is placed by what it requests; limits are not set yet: leave it out',
  largeShmRequest: 'shared memory is as the cluster has it: leave it out',
} as const;

const byMetric = 'replicas are not scaled by a metric yet: leave it out, and scale by PATCH';

/** How Run:ai scales services by itself. */
export const notYetScaling = {
  metric: byMetric,
  metricThreshold: byMetric,
  metricThresholdPercentage: byMetric,
  activationReplicas: byMetric,
  concurrencyHardLimit: byMetric,
  scaleToZeroRetentionSeconds: byMetric,
  scaleDownDelaySeconds: byMetric,
} as const;

const byValue = 'variables are given by their values alone so far: write the value';

/** Where Run:ai takes the values of variables from. */
export const notYetVariable = {
  secret: byValue,
  configMap: byValue,
  credential: byValue,
  userCredential: byValue,
  podFieldRef: byValue,
} as const;
