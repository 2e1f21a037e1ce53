import { closestTo } from '../../domain/foundation/closest.ts';
import { isId } from '../../domain/foundation/ids.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import type { Toleration } from '../../domain/foundation/shapes.ts';
import {
  defaultsByType,
  preemptibleByDefault,
  priorityByWord,
} from '../../domain/workload/index.ts';
import type { ScenarioFailure, ScenarioJob } from '../ports/scenario.ts';
import { shown } from './refusal.ts';
import { groupsOf } from './scenario-file-groups.ts';
import { judgeJob } from './scenario-file-judge.ts';
import { type Page, refuseAt } from './scenario-file-page.ts';
import { type Among, preferenceAt } from './scenario-file-pools.ts';
import { type Register, registerOf } from './scenario-file-register.ts';
import type { ScenarioText, WorkloadText } from './scenario-file-shape.ts';
import { durationMsAt } from './scenario-file-times.ts';

/** What was read before the workloads and failures, which name it. */
export interface Stage {
  readonly startMs: InstantMs;
  readonly projects: Register;
  readonly nodes: Register;
  readonly among: Among;
}

/** The workloads in the order of the file. @throws InputRefusal */
export const jobsOf = (
  page: Page,
  workloads: ScenarioText['workloads'],
  { startMs, projects, among }: Stage,
): { readonly jobs: readonly ScenarioJob[]; readonly known: Register } => {
  const known = registerOf('workload', 'workloads');
  const jobs = workloads.map((asked, place) => {
    const at = `/workloads/${place}`;
    if (!isId(asked.id)) {
      const remedy = 'use lower-case letters, digits, ".", "_", ":", "@" and "-"; at most 253';
      refuseAt(page, `${at}/id`, { problem: `${shown(asked.id)} is no id`, remedy });
    }
    known.add(page, `${at}/id`, asked.id);
    projects.demand(page, `${at}/project`, asked.project);
    const job = {
      id: asked.id,
      projectId: asked.project,
      ...poolsAt(page, at, { asked, among }),
      workloadType: asked.type,
      ...rankOf(page, at, asked),
      ...groupsOf(page, at, asked),
      nodeSelector: asked.nodeSelector ?? {},
      ...limitsOf(asked),
      ...timesOf(page, at, { asked, startMs }),
      exitCode: asked.exitCode ?? 0,
    };
    judgeJob(page, at, {
      job,
      isShort: asked.subGroups === undefined,
      isTree: asked.gang !== undefined,
    });
    return job;
  });
  return { jobs, known };
};

/** Where a workload may go, the dearest pool first. @throws InputRefusal */
const poolsAt = (
  page: Page,
  at: string,
  { asked, among }: { readonly asked: WorkloadText; readonly among: Among },
): Pick<ScenarioJob, 'nodePoolIds'> => {
  const { nodePools: names, project: projectId } = asked;
  if (names === undefined) return {};
  return { nodePoolIds: preferenceAt(page, `${at}/nodePools`, { names, projectId, among }) };
};

/** What few workloads say; a member that says nothing is not there at all. */
const limitsOf = ({
  tolerations,
  semiPreemptible,
}: WorkloadText): Pick<ScenarioJob, 'tolerations' | 'semiPreemptible'> => ({
  ...(tolerations === undefined ? {} : { tolerations: tolerations.map(tolerationOf) }),
  ...(semiPreemptible === undefined ? {} : { semiPreemptible }),
});

type TolerationText = NonNullable<WorkloadText['tolerations']>[number];

const tolerationOf = ({
  key = '',
  operator = 'Equal',
  value = '',
  effect,
}: TolerationText): Toleration => ({
  key,
  operator,
  value,
  effect: effect ?? '',
});

type Rank = Pick<ScenarioJob, 'priority' | 'preemptible'>;

/** A type has its defaults; a priority that is said decides about preemption, unless that is said too. */
const rankOf = (
  page: Page,
  at: string,
  { type, priority: said, preemptible }: WorkloadText,
): Rank => {
  const usual = defaultsByType[type];
  invariant(usual !== undefined, () => `the type ${type} has no defaults`);
  if (said === undefined) return { ...usual, preemptible: preemptible ?? usual.preemptible };
  const priority = typeof said === 'number' ? said : wordsRank.get(said);
  if (priority !== undefined && Number.isInteger(priority) && priority >= 0) {
    return { priority, preemptible: preemptible ?? preemptibleByDefault(priority) };
  }
  const close = typeof said === 'string' ? closestTo(said, wordsRank.keys()) : [];
  const known = `write a whole number from 0, or one of ${[...wordsRank.keys()].join(', ')}`;
  return refuseAt(page, `${at}/priority`, {
    problem: `${typeof said === 'string' ? shown(said) : said} is no priority`,
    remedy: close.length === 0 ? known : `did you mean ${close.map(shown).join(' or ')}?`,
  });
};

const wordsRank: ReadonlyMap<string, number> = new Map(Object.entries(priorityByWord));

type Times = Pick<ScenarioJob, 'submitAtMs' | 'runMs' | 'cancelAtMs'>;

const timesOf = (
  page: Page,
  at: string,
  { asked, startMs }: { readonly asked: WorkloadText; readonly startMs: InstantMs },
): Times => {
  const { submit = '0s', run, cancel } = asked;
  const submitAtMs = startMs + durationMsAt(page, `${at}/submit`, submit);
  const cancelAtMs =
    cancel === undefined ? undefined : startMs + durationMsAt(page, `${at}/cancel`, cancel);
  if (cancelAtMs !== undefined && cancelAtMs < submitAtMs) {
    const problem = `the workload is cancelled at ${shown(cancel ?? '')}, before it is submitted`;
    const remedy = 'count "cancel" from the start of the scenario, as "submit" is';
    refuseAt(page, `${at}/cancel`, { problem, remedy });
  }
  const runMs = run === undefined ? undefined : durationMsAt(page, `${at}/run`, run);
  return { submitAtMs, runMs, cancelAtMs };
};

/** The failures in the order of the file. @throws InputRefusal */
export const failuresOf = (
  page: Page,
  failures: NonNullable<ScenarioText['failures']>,
  { startMs, nodes }: Stage,
): readonly ScenarioFailure[] =>
  failures.map(({ node: nodeId, at: failsAt, back }, place) => {
    const at = `/failures/${place}`;
    nodes.demand(page, `${at}/node`, nodeId);
    const atMs = startMs + durationMsAt(page, `${at}/at`, failsAt);
    if (back === undefined) return { nodeId, atMs, returnAtMs: undefined };
    const returnAtMs = startMs + durationMsAt(page, `${at}/back`, back);
    if (returnAtMs > atMs) return { nodeId, atMs, returnAtMs };
    const problem = `the node is back at ${shown(back)}, no later than it fails`;
    const remedy = 'count "at" and "back" from the start of the scenario';
    return refuseAt(page, `${at}/back`, { problem, remedy });
  });
