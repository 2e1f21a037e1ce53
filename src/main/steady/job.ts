import { gpuModelLabel } from '../../../adapters/traces/index.ts';
import { invariant } from '../../../domain/foundation/invariant.ts';
import { type Random, randomOf } from '../../../domain/foundation/random.ts';
import type { PodRequest, SubGroup } from '../../../domain/foundation/shapes.ts';
import { defaultsByType, type WorkloadSpec } from '../../../domain/workload/index.ts';
import { type Site, sitePoolId, type SiteTeam } from './site.ts';

/** A workload of the site: what is asked, by whom, and what becomes of it in the simulated cluster. */
export interface SteadyJob {
  readonly id: string;
  readonly actor: string;
  readonly spec: WorkloadSpec;
  /** How long it works; `undefined` until somebody deletes it. */
  readonly runMs: number | undefined;
  readonly exitCode: number;
  /** When its owner takes it back, counted from its submission; `undefined` never. */
  readonly deleteAfterMs: number | undefined;
  /** All devices that it asks for. @unit thousandths of a card */
  readonly gpuMilli: number;
}

const secondMs = 1000;
const minuteMs = 60_000;
const bytesPerGib = 1024 * 1024 * 1024;

/** How long what has ended is still shown. */
const keptMs = 15 * minuteMs;

/** Workloads in a row in which one team asks for more than usual: it takes back what others have borrowed. */
const waveLength = 150;

const people: Readonly<Record<string, readonly string[]>> = {
  language: ['ada', 'emmy', 'grace', 'kurt'],
  vision: ['alan', 'edsger', 'frances'],
  search: ['barbara', 'donald', 'tony'],
  speech: ['claude', 'hedy', 'john'],
};

/**
 * Workload number so and so of a site: the same for the same seed, site and number, whoever asks and when.
 *
 * Four kinds: shares of a card for people, single trainings, gangs, and services of the product teams.
 */
export const steadyJob = (seed: number, number: number, site: Site): SteadyJob => {
  const random = randomOf(`${seed}/job/${number}`);
  const team = teamFor(seed, number, site);
  const kind = kindOf(team, random);
  const draft = drafts[kind](random, site);
  const { projectId } = team.team;
  const id = `${projectId}-${kind}-${String(number).padStart(6, '0')}`;
  const { workloadType, subGroups, ...rest } = draft;
  const spec: WorkloadSpec = {
    name: id,
    projectId,
    nodePoolId: sitePoolId,
    workloadType,
    subGroups,
    ...defaultsByType[workloadType],
    graceMs: 5 * secondMs,
    timeToLiveMs: keptMs,
    ...rest.spec,
  };
  return {
    id,
    actor: random.pick(people[projectId] ?? ['berth-site']),
    spec,
    runMs: rest.runMs,
    exitCode: rest.exitCode ?? 0,
    deleteAfterMs: rest.deleteAfterMs,
    gpuMilli: subGroups.reduce((sum, group) => sum + gpuMilliOf(group), 0),
  };
};

const gpuMilliOf = ({ pods, request }: SubGroup): number =>
  pods * request.gpuDevices * request.gpuMilli;

type Kind = 'workspace' | 'training' | 'gang' | 'inference';

interface Draft {
  readonly workloadType: WorkloadSpec['workloadType'];
  readonly subGroups: readonly SubGroup[];
  readonly spec?: Partial<WorkloadSpec>;
  readonly runMs: number | undefined;
  readonly exitCode?: number;
  readonly deleteAfterMs?: number;
}

/** The number of a workload of the site; `undefined` for one that somebody else has named. */
export const steadyNumberOf = (id: string): number | undefined => {
  const digits = /^[a-z]+-(?:workspace|training|gang|inference)-(\d{6,12})$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

/** Half of a wave's workloads come from one team, the rest from all by quota. */
const teamFor = (seed: number, number: number, { teams }: Site): SiteTeam => {
  const random = randomOf(`${seed}/team/${number}`);
  const wave = randomOf(`${seed}/wave/${Math.floor(number / waveLength)}`);
  const favoured = wave.pick(teams);
  if (random.chance(500)) return favoured;
  const gpus = teams.reduce((sum, { quotaGpus }) => sum + quotaGpus, 0);
  let left = random.below(Math.max(1, gpus));
  const drawn = teams.find(({ quotaGpus }) => (left -= quotaGpus) < 0) ?? favoured;
  invariant(drawn !== undefined, 'a site has teams');
  return drawn;
};

const kindOf = ({ team }: SiteTeam, random: Random): Kind => {
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

const drafts: Readonly<Record<Kind, (random: Random, site: Site) => Draft>> = {
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
