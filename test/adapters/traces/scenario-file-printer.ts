import type {
  Scenario,
  ScenarioFailure,
  ScenarioJob,
  ScenarioNode,
  ScenarioUnit,
} from '../../../adapters/ports/scenario.ts';
import type { PodRequest } from '../../../domain/foundation/shapes.ts';

/** A scenario as the text of a file that says all of it, each thing in one of the ways there are. */
export const printScenario = (scenario: Scenario): string =>
  JSON.stringify(
    {
      name: scenario.name,
      start: scenario.startMs,
      nodes: scenario.nodes.map(printNode),
      departments: scenario.departments.map(printUnit),
      projects: scenario.projects.map(({ departmentId, ...unit }) => ({
        department: departmentId,
        ...printUnit(unit),
      })),
      workloads: scenario.jobs.map((job) => printJob(job, scenario.startMs)),
      failures: scenario.failures.map((failure) => printFailure(failure, scenario.startMs)),
    },
    undefined,
    2,
  );

const printNode = ({ gpuModel, gpuCount, podsMax, ...node }: ScenarioNode) => ({
  id: node.id,
  gpus: gpuCount,
  ...(gpuModel === '' || gpuModel === 'any' ? {} : { gpuModel }),
  gpuMemory: `${node.gpuMemoryMib}Mi`,
  cpu: printMilli(node.cpuMilli),
  memory: printBytes(node.memoryBytes),
  pods: podsMax,
  labels: node.labels,
  taints: node.taints,
});

const printUnit = ({ id, entitlements }: ScenarioUnit) => {
  const { gpuMilli, cpuMilli, memoryMib, priority } = entitlements;
  return {
    id,
    gpuQuota: printBound(gpuMilli.quota),
    gpuLimit: printBound(gpuMilli.limit),
    cpuQuota: printBound(cpuMilli.quota),
    cpuLimit: printBound(cpuMilli.limit),
    memoryQuota: memoryMib.quota === -1 ? -1 : `${memoryMib.quota}Mi`,
    memoryLimit: memoryMib.limit === -1 ? -1 : `${memoryMib.limit}Mi`,
    weight: gpuMilli.weight,
    priority,
  };
};

const printJob = (job: ScenarioJob, startMs: number) => {
  const [first] = job.subGroups;
  const isShort = job.subGroups.length === 1 && first?.name === 'main';
  return {
    id: job.id,
    project: job.projectId,
    type: job.workloadType,
    priority: job.priority,
    preemptible: job.preemptible,
    ...(isShort
      ? { pods: first.pods, ...printRequest(first.request) }
      : {
          subGroups: job.subGroups.map(({ name, pods, request }) => ({
            name,
            pods,
            ...printRequest(request),
          })),
        }),
    nodeSelector: job.nodeSelector,
    submit: printMs(job.submitAtMs - startMs),
    run: job.runMs === undefined ? undefined : printMs(job.runMs),
    cancel: job.cancelAtMs === undefined ? undefined : printMs(job.cancelAtMs - startMs),
    exitCode: job.exitCode,
  };
};

const printFailure = ({ nodeId, atMs, returnAtMs }: ScenarioFailure, startMs: number) => ({
  node: nodeId,
  at: printMs(atMs - startMs),
  back: returnAtMs === undefined ? undefined : printMs(returnAtMs - startMs),
});

const printRequest = ({ gpuDevices, gpuMilli, cpuMilli, memoryBytes }: PodRequest) => ({
  gpu: gpuMilli % 1000 === 0 ? gpuDevices : `${gpuDevices}x${gpuMilli / 1000}`,
  cpu: printMilli(cpuMilli),
  memory: printBytes(memoryBytes),
});

const printMilli = (milli: number) => (milli % 1000 === 0 ? milli / 1000 : `${milli}m`);
const printBound = (milli: number) => (milli === -1 ? -1 : printMilli(milli));
const printBytes = (bytes: number) => (bytes % 1024 === 0 ? `${bytes / 1024}Ki` : `${bytes}`);

const printMs = (ms: number): string => {
  const minutes = Math.floor(ms / 60_000);
  const parts = [`${Math.floor(minutes / 60)}h`, `${minutes % 60}m`, `${ms % 60_000}ms`];
  return ms % 1000 === 0 ? `${ms / 1000}s` : parts.join('');
};
