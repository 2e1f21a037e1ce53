import type { TypeName } from './words.ts';

const compute = {
  gpuDevicesRequest: 1,
  gpuRequestType: 'portion',
  gpuPortionRequest: 0.5,
  cpuCoreRequest: 4,
  cpuMemoryRequest: '16Gi',
};

const spec = { image: 'example.com/team/train:1', command: 'python', args: 'train.py', compute };

/** Submissions as somebody would send them. */
export const submissionExamples: Readonly<Record<TypeName, object>> = {
  workspace: {
    name: 'notebook',
    projectId: 'vision',
    spec: {
      ...spec,
      command: 'jupyter-lab',
      args: '',
      compute: { gpuDevicesRequest: 1, gpuRequestType: 'memory', gpuMemoryRequest: '20Gi' },
    },
  },
  training: {
    name: 'resnet',
    useGivenNameAsPrefix: true,
    projectId: 'vision',
    clusterId: 'cluster',
    spec: {
      ...spec,
      environmentVariables: [{ name: 'EPOCHS', value: '90' }],
      parallelism: 2,
      priorityClass: 'medium-high',
      nodePools: ['default'],
      labels: [{ name: 'team', value: 'vision' }],
      backoffLimit: 3,
    },
  },
  distributed: {
    name: 'llama',
    projectId: 'vision',
    spec: {
      ...spec,
      compute: { gpuDevicesRequest: 8, cpuCoreRequest: 64, cpuMemoryRequest: '512Gi' },
      numWorkers: 3,
      minReplicas: 2,
      maxReplicas: 4,
      preemptibility: 'semi-preemptible',
      topology: { topology: 'racks', requiredTopologyLevel: 'topology.kubernetes.io/zone' },
      distributedFramework: 'PyTorch',
    },
    masterSpecSameAsWorker: true,
  },
  inference: {
    name: 'chat',
    projectId: 'vision',
    spec: { ...spec, autoscaling: { minReplicas: 0, maxReplicas: 4, initialReplicas: 1 } },
  },
};

/** Ids of a workload of each type that examples speak of. */
export const idExamples: Readonly<Record<TypeName, string>> = {
  workspace: 'notebook-1',
  training: 'train-1',
  distributed: 'mpi-1',
  inference: 'chat-1',
};
