import type { Log } from '../../../adapters/ports/log.ts';
import type { RunningBrain } from '../live-brain.ts';
import type { Config } from '../config/index.ts';
import { setUpSite, type Site, startSteadyWork } from '../steady/index.ts';

/** Sets the simulated site up and keeps it busy; the answer ends that. */
export const startSite = (
  brain: RunningBrain,
  site: Site,
  { config, log }: { readonly config: Config; readonly log: Log },
): (() => Promise<void>) => {
  let isStopped = false;
  let stopWork: (() => void) | undefined;
  const { seed, load } = config.sim;
  const ready = setUpSite(brain, site).then((faults) => {
    for (const fault of faults) log.warn({ ...fault }, 'a part of the site could not be set up');
    if (isStopped || load === 0) return;
    const onRefused = ({ commandId }: { readonly commandId: string }, problem: string): void =>
      log.debug({ commandId, problem }, 'the site asked for something that was refused');
    stopWork = startSteadyWork({ brain, seed, site, load, onRefused });
  });
  return async () => {
    isStopped = true;
    await ready;
    stopWork?.();
  };
};
