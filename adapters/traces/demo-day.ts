import { type Random, randomOf } from '../../domain/foundation/random.ts';
import { compareIds } from '../../domain/foundation/ids.ts';
import type { PodRequest, SubGroup } from '../../domain/foundation/shapes.ts';
import type { Scenario, ScenarioFailure, ScenarioJob, ScenarioNode } from '../ports/scenario.ts';
import { demoDepartments, demoNodes, demoProjects, type Team, teams } from './demo-site.ts';
import { gpuModelLabel } from './nodes.ts';

/** A Monday: 2026-01-05T00:00:00Z. */
const startMs = 1_767_571_200_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const bytesPerGib = 1024 * 1024 * 1024;

/**
 * A day of mixed work on 64 nodes of 8 GPUs, made from a seed: four projects in two departments.
 *
 * Services run all day; people open workspaces in office hours; single trainings come around the clock, most by day; big
 * gangs are queued in the evening and early morning and spread beyond their project's quota, so that by noon their space
 * is reclaimed. Nodes fail and return, a whole rack of them at 13:10.
 */
export const demoDay = (seed: number): Scenario => {
  const nodes = demoNodes();
  const jobs = teams.flatMap((team) => [
    ...inferencesOf(team),
    ...workspacesOf(team, randomOf(`${seed}/${team.projectId}/workspaces`)),
    ...trainingsOf(team, randomOf(`${seed}/${team.projectId}/trainings`)),
    ...gangsOf(team, randomOf(`${seed}/${team.projectId}/gangs`)),
  ]);
  return {
    name: 'demo-day',
    clusterId: 'demo',
    nodePoolId: 'default',
    startMs,
    nodes,
    departments: demoDepartments(),
    projects: demoProjects(),
    jobs: jobs.toSorted((a, b) => a.submitAtMs - b.submitAtMs || compareIds(a.id, b.id)),
    failures: failuresOf(nodes, randomOf(`${seed}/failures`)),
  };
};

/** What differs from job to job; the rest is the same for all of a project. */
type Draft = Omit<ScenarioJob, 'projectId' | 'nodeSelector' | 'cancelAtMs' | 'exitCode'> &
  Partial<Pick<ScenarioJob, 'nodeSelector' | 'cancelAtMs' | 'exitCode'>>;

const jobOf = (team: Team, draft: Draft): ScenarioJob => ({
  projectId: team.projectId,
  nodeSelector: {},
  cancelAtMs: undefined,
  exitCode: 0,
  ...draft,
});

const requestOf = (gpuDevices: number, gpuMilli = 1000): PodRequest => ({
  gpuDevices,
  gpuMilli,
  cpuMilli: gpuMilli < 1000 ? 4000 : gpuDevices * 12_000,
  memoryBytes: (gpuMilli < 1000 ? 24 : gpuDevices * 96) * bytesPerGib,
});

const main = (request: PodRequest): readonly SubGroup[] => [{ name: 'main', pods: 1, request }];

/** How likely each hour of the day is, as weights. */
const officeHours = [0, 0, 0, 0, 0, 0, 1, 4, 12, 16, 13, 9, 5, 10, 12, 9, 6, 3, 1, 0, 0, 0, 0, 0];
const mostlyByDay = [3, 2, 2, 2, 2, 2, 3, 4, 8, 11, 12, 12, 10, 11, 10, 9, 7, 5, 3, 3, 2, 2, 2, 1];
const nightAndMorning = [6, 5, 4, 4, 3, 3, 3, 4, 4, 5, 5, 4, 3, 3, 3, 3, 3, 4, 3, 2, 2, 1, 0, 0];

const weighted = (random: Random, weights: readonly number[]): number => {
  let left = random.below(weights.reduce((sum, weight) => sum + weight, 0));
  return weights.findIndex((weight) => (left -= weight) < 0);
};

const momentIn = (random: Random, hours: readonly number[]): number =>
  startMs + weighted(random, hours) * hourMs + random.below(3600) * 1000;

const numbered = (place: number): string => String(place + 1).padStart(4, '0');

const inferencesOf = (team: Team): readonly ScenarioJob[] =>
  team.inferenceGpus.map((gpus, place) =>
    jobOf(team, {
      id: `${team.projectId}-inference-${numbered(place)}`,
      workloadType: 'inference',
      priority: 125,
      preemptible: false,
      subGroups: main(requestOf(gpus)),
      submitAtMs: startMs + place * minuteMs,
      runMs: undefined,
    }),
  );

/** Three in ten are closed after an hour, whether their owner got to work in them or still waits. */
const workspacesOf = (team: Team, random: Random): readonly ScenarioJob[] =>
  Array.from({ length: team.workspaces }, (_, place) => {
    const submitAtMs = momentIn(random, officeHours);
    return jobOf(team, {
      id: `${team.projectId}-workspace-${numbered(place)}`,
      workloadType: 'workspace',
      priority: 100,
      preemptible: false,
      subGroups: main(requestOf(1, random.pick([250, 250, 250, 500, 500, 1000]))),
      submitAtMs,
      runMs: random.between(30, 360) * minuteMs,
      cancelAtMs: random.chance(300) ? submitAtMs + hourMs : undefined,
    });
  });

/** Run times of trainings: weight, shortest and longest. @unit minutes */
const trainingMinutes = [
  { weight: 45, min: 3, max: 20 },
  { weight: 34, min: 20, max: 90 },
  { weight: 17, min: 90, max: 300 },
  { weight: 4, min: 300, max: 540 },
] as const;

const trainingsOf = (team: Team, random: Random): readonly ScenarioJob[] =>
  Array.from({ length: team.trainings }, (_, place) => {
    const submitAtMs = momentIn(random, mostlyByDay);
    const gpus = random.pick([1, 1, 1, 1, 1, 1, 2, 2, 2, 4, 4, 8]);
    const length = weighted(
      random,
      trainingMinutes.map(({ weight }) => weight),
    );
    const { min, max } = trainingMinutes[length] ?? trainingMinutes[0];
    const fails = random.chance(40);
    return jobOf(team, {
      id: `${team.projectId}-training-${numbered(place)}`,
      workloadType: 'training',
      priority: random.chance(120) ? 75 : 50,
      preemptible: true,
      subGroups: main(requestOf(gpus)),
      nodeSelector: random.chance(80) ? { [gpuModelLabel]: ['H100'] } : {},
      submitAtMs,
      runMs: random.between(min, max) * minuteMs + random.below(60) * 1000,
      exitCode: fails ? random.pick([1, 1, 1, 137]) : 0,
    });
  });

const gangsOf = (team: Team, random: Random): readonly ScenarioJob[] =>
  Array.from({ length: team.gangs }, (_, place) => {
    const pods = random.pick([2, 2, 2, 2, 3, 4, 4, 8]);
    const workers: SubGroup = { name: 'workers', pods, request: requestOf(8) };
    return jobOf(team, {
      id: `${team.projectId}-gang-${numbered(place)}`,
      workloadType: 'distributed',
      priority: random.chance(150) ? 75 : 50,
      preemptible: true,
      subGroups: [workers],
      nodeSelector: random.chance(300) ? { [gpuModelLabel]: ['H100'] } : {},
      submitAtMs: momentIn(random, nightAndMorning),
      runMs: random.between(20, 150) * minuteMs,
    });
  });

/** Seven single nodes at any time, and a rack of four in the early afternoon. */
const failuresOf = (nodes: readonly ScenarioNode[], random: Random): readonly ScenarioFailure[] => {
  const order = random.shuffle(nodes.map((node) => node.id));
  const single = order.slice(0, 7).map((nodeId) => {
    const atMs = startMs + random.between(60, 22 * 60) * minuteMs + random.below(60_000);
    return { nodeId, atMs, returnAtMs: atMs + random.between(15, 150) * minuteMs };
  });
  const rackAtMs = startMs + 13 * hourMs + 10 * minuteMs;
  const rack = order
    .slice(7)
    .toSorted(compareIds)
    .slice(20, 24)
    .map((nodeId) => ({ nodeId, atMs: rackAtMs, returnAtMs: rackAtMs + 40 * minuteMs }));
  return [...single, ...rack].toSorted((a, b) => a.atMs - b.atMs || compareIds(a.nodeId, b.nodeId));
};
