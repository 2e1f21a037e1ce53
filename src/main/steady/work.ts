import type { LiveBrain, LiveViews } from '../../../adapters/ports/live-brain.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { poolTotalsOf } from '../../../projections/queue-board/index.ts';
import { type Agenda, createAgenda, type Demand } from './agenda.ts';
import type { Due, Farewell } from './farewells.ts';
import { steadyJob, steadyNumberOf } from './job.ts';
import type { Site } from './site.ts';
import { sitePoolId } from './site.ts';

/** What the work of a site is done with. */
export interface SteadyParts {
  readonly brain: Pick<LiveBrain, 'ask' | 'nowMs' | 'views' | 'isIdUsed'>;
  readonly seed: number;
  readonly site: Site;
  /** How much is asked for, in percent of the usual. */
  readonly load: number;
  /** Told of asks that came to nothing, for the log. */
  readonly onRefused: (due: Due, problem: string) => void;
}

/** Longest time between two looks at the clock: a machine may sleep. */
const lookMsMax = 1_000;
const lookMsMin = 20;

/** Asks for the work of a site until it is stopped; the answer stops it. */
export const startSteadyWork = (parts: SteadyParts): (() => void) => {
  const { brain } = parts;
  const agenda = agendaFor(parts);
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const look = async (): Promise<void> => {
    const nowMs = brain.nowMs();
    await Promise.all(agenda.due(nowMs, demandOf(brain.views)).map((due) => askOne(parts, due)));
    if (isStopped) return;
    const waitMs = Math.min(lookMsMax, Math.max(lookMsMin, agenda.nextAtMs() - brain.nowMs()));
    timer = setTimeout(() => void look(), waitMs);
  };
  void look();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
};

/** Asks for one thing; what comes to nothing is told. */
export const askOne = async ({ brain, onRefused }: SteadyParts, due: Due): Promise<void> => {
  const told = await brain.ask(due);
  if (isLeft(told)) onRefused(due, told.left._tag);
  else if (isLeft(told.right)) onRefused(due, told.right.left._tag);
};

/** The agenda of a site as its ledger leaves it: which number is next, and which services are still to be taken back. */
export const agendaFor = ({ brain, seed, site, load }: SteadyParts): Agenda => {
  const startMs = brain.nowMs();
  let nextNumber = 1;
  const farewells: Farewell[] = [];
  for (const { id, phase, submittedAtMs } of brain.views.workloads.rows.values()) {
    const number = steadyNumberOf(id);
    if (number === undefined) continue;
    nextNumber = Math.max(nextNumber, number + 1);
    if (phase === 'Deleted' || phase === 'Deleting') continue;
    const job = steadyJob(seed, number, site);
    if (job.id !== id || job.deleteAfterMs === undefined) continue;
    farewells.push({ id, actor: job.actor, atMs: submittedAtMs + job.deleteAfterMs });
  }
  const isUsed = (number: number): boolean =>
    brain.isIdUsed({ kind: 'workload', id: steadyJob(seed, number, site).id });
  while (isUsed(nextNumber)) nextNumber += 1;
  return createAgenda({ seed, site, load, startMs, nextNumber, farewells });
};

/** What is wanted in the pool of the site, and what there is. */
export const demandOf = ({ queues }: Pick<LiveViews, 'queues'>): Demand => {
  let requestedGpuMilli = 0;
  for (const [id, { requested }] of queues.sums) {
    if (queues.queues.get(id)?.nodePoolId === sitePoolId) requestedGpuMilli += requested.gpuMilli;
  }
  const totalGpuMilli = poolTotalsOf(queues).get(sitePoolId)?.gpuMilli ?? 0;
  return { requestedGpuMilli, totalGpuMilli };
};
