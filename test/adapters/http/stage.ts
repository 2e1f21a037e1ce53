import { onTestFinished } from 'vitest';
import { realClock, virtualClock } from '../../../adapters/clock/index.ts';
import { memoryLedger } from '../../../adapters/event-log-memory/index.ts';
import {
  createHttpServer,
  type HttpOptions,
  type HttpServer,
} from '../../../adapters/http/index.ts';
import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { Ask } from '../../../adapters/ports/ask.ts';
import { patchSent } from '../../../src/cli/whatif/patch-file.ts';
import { answering } from '../../../src/main/inquiries/answer.ts';
import { smallSite, submission } from '../../../src/main/library-asks.ts';
import { createSimulatedCluster } from '../../../src/main/library-parts.ts';
import { type RunningBrain, startLiveBrain } from '../../../src/main/live-brain.ts';
import { noCluster } from '../../../src/main/no-cluster.ts';
import { rightOf } from '../../src/app/stage.ts';

/** A log that nobody reads. */
export const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** A site of two nodes with eight GPUs each, and two projects. */
export const site = smallSite({ nodes: 2, gpusPerNode: 8, projects: { vision: 8, speech: 8 } });

let sent = 0;

/** Asks past HTTP, as another door would. */
export const askOf = async (brain: RunningBrain, ask: Ask) => {
  sent += 1;
  return rightOf(rightOf(await brain.ask({ ask, commandId: `stage:${sent}`, actor: 'stage' })));
};

/** A training of whole GPUs. */
export const training = (workloadId: string, gpus = 1): Ask =>
  submission({ name: workloadId, workloadId, projectId: 'vision', gpus });

/** What a stage is made of; the rest is usual for tests. */
export interface StageOptions {
  readonly http?: Partial<HttpOptions>;
  readonly cluster?: 'none' | 'sim';
  readonly isEmpty?: boolean;
  /** Stands before the server instead of one of its own; whoever made it closes it. */
  readonly brain?: RunningBrain;
}

/** A brain behind a server. */
export interface Stage {
  readonly brain: RunningBrain;
  readonly server: HttpServer;
}

/** Puts a brain with a small site behind a server, and takes both down when the test is over. */
export const stage = async (options: StageOptions = {}): Promise<Stage> => {
  const log = rightOf(await memoryLedger().open()());
  const brain = options.brain ?? (await brainFor(log, options));
  if (options.isEmpty !== true && options.brain === undefined)
    for (const ask of site) await askOf(brain, ask);
  const server = await createHttpServer(brain, {
    host: '127.0.0.1',
    port: 0,
    log: silent,
    version: '0.0.0-test',
    inquiries: { ask: answering({ log, readPatch: patchSent }) },
    ...options.http,
  });
  onTestFinished(async () => {
    await server.close();
    if (options.brain === undefined) await brain.close();
  });
  return { brain, server };
};

const brainFor = async (log: EventLog, { cluster }: StageOptions): Promise<RunningBrain> => {
  const isLive = cluster === 'sim';
  return rightOf(
    await startLiveBrain({
      log,
      cluster: isLive ? createSimulatedCluster({ runMsOf: () => undefined }) : noCluster(),
      clock: isLive ? realClock() : virtualClock(1_767_225_600_000),
      holder: 'test',
      // Without a cluster a test looks at what was asked, before anything is placed.
      bounds: { cycleMs: isLive ? 5 : 600_000 },
    }),
  );
};
