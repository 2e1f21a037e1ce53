import { invariant } from '../../../domain/foundation/invariant.ts';
import { randomOf } from '../../../domain/foundation/random.ts';
import type { SubGroup } from '../../../domain/foundation/shapes.ts';
import { defaultsByType, type WorkloadSpec } from '../../../domain/workload/index.ts';
import { type Draft, drafts, kindOf } from './drafts.ts';
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

/** How long what has ended is still shown. */
const keptMs = 15 * 60_000;
const graceMs = 5_000;

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
  const siteTeam = teamFor(seed, number, site);
  const { projectId } = siteTeam.team;
  const kind = kindOf(siteTeam, random);
  const draft = drafts[kind](random, site);
  const id = `${projectId}-${kind}-${String(number).padStart(6, '0')}`;
  return {
    id,
    actor: random.pick(people[projectId] ?? ['berth-site']),
    spec: specOf(draft, id, projectId),
    runMs: draft.runMs,
    exitCode: draft.exitCode ?? 0,
    deleteAfterMs: draft.deleteAfterMs,
    gpuMilli: draft.subGroups.reduce((sum, group) => sum + gpuMilliOf(group), 0),
  };
};

const specOf = (
  { workloadType, subGroups, spec }: Draft,
  name: string,
  projectId: string,
): WorkloadSpec => ({
  name,
  projectId,
  nodePoolId: sitePoolId,
  workloadType,
  subGroups,
  ...defaultsByType[workloadType],
  graceMs,
  timeToLiveMs: keptMs,
  ...spec,
});

const gpuMilliOf = ({ pods, request }: SubGroup): number =>
  pods * request.gpuDevices * request.gpuMilli;

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
