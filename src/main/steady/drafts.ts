import { gpuModelLabel } from '../../../adapters/traces/index.ts';
import type { Random } from '../../../domain/foundation/random.ts';
import type { PodRequest, SubGroup } from '../../../domain/foundation/shapes.ts';
import type { WorkloadSpec } from '../../../domain/workload/index.ts';
import type { Site, SiteTeam } from './site.ts';

/** What kinds of work a site has. */
export type Kind = 'workspace' | 'training' | 'gang' | 'inference';

/** What is particular about one workload; the rest is the same for all. */
export interface Draft {
  readonly workloadType: WorkloadSpec['workloadType'];
  readonly subGroups: readonly SubGroup[];
  readonly spec?: Partial<WorkloadSpec>;
  readonly runMs: number | undefined;
  readonly exitCode?: number;
  readonly deleteAfterMs?: number;
}

const secondMs = 1000;
const minuteMs = 60_000;
const bytesPerGib = 1024 * 1024 * 1024;

/** Draws a kind of work for a team: mostly single trainings. */
export const kindOf = ({ team }: SiteTeam, random: Random): Kind => {
  const drawn = random.below(1000);
  if (drawn < 140) return 'workspace';
  if (drawn < 290) return 'gang';
  return drawn < 320 && team.inferenceGpus.length > 0 ? 'inference' : 'training';
};

const requestOf = (gpuDevices: number, gpuMilli = 1000): PodRequest => ({
  gpuDevices,
  gpuMilli,
  cpuMilli: gpuMilli < 1000 ? 2000 : gpuDevices * 12_000,
  memoryBytes: (gpuMilli < 1000 ? 16 : gpuDevices * 96) * bytesPerGib,
});

/** From a list of sizes those that the site has room for. */
const fitting = (sizes: readonly number[], max: number): readonly number[] => {
  const fit = sizes.filter((size) => size <= max);
  return fit.length === 0 ? [1] : fit;
};

const image = (name: string): Partial<WorkloadSpec> => ({ container: { image: name } });

/** Run times in seconds: how likely of 100, shortest and longest. */
const runSpans = [
  { weight: 30, min: 20, max: 60 },
  { weight: 35, min: 60, max: 180 },
  { weight: 22, min: 180, max: 360 },
  { weight: 13, min: 360, max: 600 },
] as const;

const runMsOf = (random: Random): number => {
  let left = random.below(100);
  const span = runSpans.find(({ weight }) => (left -= weight) < 0) ?? runSpans[0];
  return random.between(span.min * secondMs, span.max * secondMs);
};

/** Draws one workload of each kind. */
export const drafts: Readonly<Record<Kind, (random: Random, site: Site) => Draft>> = {
  workspace: (random) => ({
    workloadType: 'workspace',
    subGroups: [{ name: 'main', pods: 1, request: requestOf(1, random.pick([250, 250, 500])) }],
    spec: image('jupyter/pytorch:latest'),
    runMs: random.between(2 * minuteMs, 10 * minuteMs),
  }),
  training: (random, { shape }) => {
    const gpus = random.pick(fitting([1, 1, 1, 1, 2, 2, 4, 4, 8], shape.gpusPerNode));
    const fails = random.chance(40);
    const selector = random.chance(80) ? { nodeSelector: { [gpuModelLabel]: ['H100'] } } : {};
    const priority = random.chance(120) ? { priority: 75 } : {};
    const retries = random.chance(300) ? { backoffLimit: 2 } : {};
    return {
      workloadType: 'training',
      subGroups: [{ name: 'main', pods: 1, request: requestOf(gpus) }],
      spec: { ...image('pytorch/pytorch:2.9'), ...selector, ...priority, ...retries },
      runMs: runMsOf(random),
      exitCode: fails ? random.pick([1, 1, 1, 137]) : 0,
    };
  },
  gang: (random, { shape }) => {
    const pods = random.pick(fitting([2, 2, 2, 3, 4, 4, 8], Math.floor(shape.nodes / 8)));
    const workers = { name: 'workers', pods, request: requestOf(Math.min(8, shape.gpusPerNode)) };
    return {
      workloadType: 'distributed',
      subGroups: [workers],
      spec: { ...image('pytorch/pytorch:2.9'), ...(random.chance(150) ? { priority: 75 } : {}) },
      runMs: random.between(minuteMs, 10 * minuteMs),
    };
  },
  inference: (random, { shape }) => ({
    workloadType: 'inference',
    subGroups: [
      {
        name: 'main',
        pods: 1,
        request: requestOf(random.pick(fitting([1, 1, 2, 4], shape.gpusPerNode))),
      },
    ],
    spec: image('vllm/vllm-openai:v0.11'),
    runMs: undefined,
    deleteAfterMs: random.between(5 * minuteMs, 30 * minuteMs),
  }),
};
