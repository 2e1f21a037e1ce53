import { memoryLedger } from '../../../../adapters/event-log-memory/index.ts';
import type { EventLog } from '../../../../adapters/ports/event-log.ts';
import type { BerthRecorded } from '../../../../domain/catalogue/events.ts';
import { type RunningBrain, startLiveBrain } from '../../../../src/main/live-brain.ts';
import type { SiteShape } from '../../../../src/main/config/index.ts';
import { setUpSite, type Site, siteOf, steadyCluster } from '../../../../src/main/steady/index.ts';
import type { Agenda } from '../../../../src/main/steady/agenda.ts';
import { agendaFor, askOne, demandOf, type SteadyParts } from '../../../../src/main/steady/work.ts';
import { rightOf } from '../../app/stage.ts';

/** A site whose time is told, not awaited. */
export interface VirtualSite {
  readonly brain: RunningBrain;
  readonly site: Site;
  readonly facts: readonly BerthRecorded[];
  readonly refused: readonly string[];
  /** Lets so many seconds pass, and looks at the site after each. */
  readonly pass: (seconds: number, onSecond?: (second: number) => void) => Promise<void>;
  readonly gpus: () => {
    readonly held: number;
    readonly total: number;
    readonly requested: number;
  };
}

/** A Monday: 2026-01-05T08:00:00Z. */
export const mondayMs = 1_767_600_000_000;

interface VirtualOptions {
  readonly seed: number;
  readonly shape: SiteShape;
  readonly startMs?: number;
  readonly log?: EventLog;
  readonly load?: number;
}

/** Brings a site up on a ledger, at a time. */
export const virtualSite = async (options: VirtualOptions): Promise<VirtualSite> => {
  const { seed, shape, load = 100, startMs = mondayMs } = options;
  const time = { nowMs: startMs };
  const site = siteOf(shape);
  const cluster = steadyCluster({ seed, site, startMs });
  const log = options.log ?? rightOf(await memoryLedger().open()());
  const clock = { nowMs: () => time.nowMs, until: () => Promise.resolve() };
  const parts = { log, cluster, clock, holder: 'test', bounds: { cycleMs: 250 } };
  const brain = rightOf(await startLiveBrain(parts));
  cluster.remember(brain.views, startMs);
  const facts: BerthRecorded[] = [];
  const refused: string[] = [];
  brain.follow((fresh) => facts.push(...fresh));
  const faults = await setUpSite(brain, site);
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  const onRefused = (_due: unknown, problem: string): void => void refused.push(problem);
  const steady = { brain, seed, site, load, onRefused };
  const pass = passing(steady, agendaFor(steady), time);
  return { brain, site, facts, refused, gpus: () => gpusOf(brain), pass };
};

const gpusOf = (brain: RunningBrain) => {
  const { requestedGpuMilli, totalGpuMilli } = demandOf(brain.views);
  let held = 0;
  for (const row of brain.views.workloads.rows.values()) held += row.allocatedGpuMilli;
  return { held: held / 1000, total: totalGpuMilli / 1000, requested: requestedGpuMilli / 1000 };
};

const passing =
  (
    steady: SteadyParts & { readonly brain: RunningBrain },
    agenda: Agenda,
    time: { nowMs: number },
  ): VirtualSite['pass'] =>
  async (seconds, onSecond) => {
    const { brain } = steady;
    for (let second = 1; second <= seconds; second += 1) {
      const due = agenda.due(time.nowMs, demandOf(brain.views));
      await Promise.all(due.map((one) => askOne(steady, one)));
      // The brain's own heart beats in the time of the world: behind this beat it has nothing in hand.
      await brain.beat();
      time.nowMs += 1000;
      await brain.beat();
      onSecond?.(second);
    }
  };
