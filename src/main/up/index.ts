import { hostname } from 'node:os';
import { realClock } from '../../../adapters/clock/index.ts';
import type { HttpServer } from '../../../adapters/http/index.ts';
import { prometheusMetrics } from '../../../adapters/metrics-prometheus/index.ts';
import type { EventLog, LogFault } from '../../../adapters/ports/event-log.ts';
import type { Health } from '../../../adapters/ports/live-brain.ts';
import type { Log } from '../../../adapters/ports/log.ts';
import type { KeysUnusable } from '../../../adapters/ports/seals.ts';
import type { Metrics } from '../../../adapters/ports/metrics.ts';
import { kernelVersion, type Policy } from '../../../domain/allocation/index.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { ReadFault } from '../../app/read.ts';
import type { PolicyRefused } from '../adopt.ts';
import type { Config, Tokens } from '../config/index.ts';
import { forecastBeside } from '../forecast/forecast-thread.ts';
import { type RunningBrain, startLiveBrain } from '../live-brain.ts';
import { inquiryThreads } from '../inquiries/threads.ts';
import { momentsBeside } from '../moments/beside.ts';
import { keepMomentsOf } from '../moments/place-thread.ts';
import { openLedgerAt } from '../open-ledger.ts';
import type { SealFault } from '../proof/seal.ts';
import type { Signer } from '../proof/signer.ts';
import { sealingOf } from '../sealing/open-sealing.ts';
import type { AddressUnavailable } from './address.ts';
import { type Claim, claimAddress } from './claim.ts';
import { logCommands } from './fact-log.ts';
import { listen } from './listen.ts';
import { measuredLog } from './measured-log.ts';
import { signerOf, startSigning } from './signing.ts';
import { startSite } from './site-work.ts';
import { type World, worldOf } from './world.ts';

export type { AddressUnavailable } from './address.ts';
export { logIn } from './log.ts';

/** What a running Berth is made of. */
export interface UpParts {
  readonly config: Config;
  readonly tokens: Tokens | undefined;
  /** The rules from now on; those of the ledger where it is left out. */
  readonly policy?: Policy | undefined;
  readonly log: Log;
  readonly version: string;
  /** What threads begin with that answer inquiries; without it none are answered. */
  readonly inquiryModule?: URL | undefined;
}

/** Why it did not start. */
export type UpFault = ReadFault | PolicyRefused | AddressUnavailable | KeysUnusable | SealFault;

/** Berth as it runs: a brain on its ledger behind HTTP, with a cluster to carry out what it decides. */
export interface Up {
  readonly url: string;
  readonly brain: RunningBrain;
  /** Where it stood when it became the writer. */
  readonly startedAt: Pick<Health, 'revision' | 'epoch'>;
  /** Resolves with the reason when the brain closes, whether it was asked to or not. */
  readonly closed: Promise<string>;
  /** Takes nothing new, answers who waits, keeps a checkpoint, and closes the ledger. */
  readonly stop: () => Promise<Either<LogFault, void>>;
}

/**
 * Starts everything that a configuration asks for, or nothing: what was opened before a fault is closed again.
 *
 * The address is made sure of first: to become the writer is to write, and that cannot be taken back.
 */
export const bringUp = async (parts: UpParts): Promise<Either<UpFault, Up>> => {
  const claim = await claimAddress(parts.config.listen);
  if (isLeft(claim)) return claim;
  try {
    return await upAt(claim.right, parts);
  } finally {
    await claim.right.release();
  }
};

const upAt = async (claim: Claim, parts: UpParts): Promise<Either<UpFault, Up>> => {
  const opened = await openLedgerAt(parts.config.ledger);
  if (isLeft(opened)) return opened;
  const signer = await signerOf(opened.right, parts.config);
  if (isLeft(signer)) return signer;
  const metrics = prometheusMetrics({ version: parts.version, kernel: kernelVersion });
  const world = worldOf(parts.config, realClock());
  const around = { parts, metrics, world, claim, signer: signer.right };
  const brain = await brainOn(opened.right, around);
  const up = isLeft(brain) ? brain : await behindHttp(brain.right, around);
  if (isLeft(up)) metrics.close();
  return up;
};

const behindHttp = async (
  brain: RunningBrain,
  { parts, metrics, world, claim, signer }: Around,
): Promise<Either<UpFault, Up>> => {
  const startedAt = brain.health();
  world.cluster.remember?.(brain.views, world.clock.nowMs());
  const served: { http?: HttpServer } = {};
  observe(brain, { parts, metrics }, () => served.http?.eventReaders() ?? 0);
  await claim.release();
  const inquiries = inquiriesOf(parts);
  const server = await listen({ ...parts, brain, metrics, inquiries });
  if (isLeft(server)) {
    await brain.close();
    return server;
  }
  served.http = server.right;
  const { site } = world;
  const stopSite = site === undefined ? undefined : startSite(brain, site, parts);
  const stopKeeping = keepMoments(brain, parts);
  const stopSigning = startSigning(brain, parts, signer);
  const stop = async (): Promise<Either<LogFault, void>> => {
    await stopSite?.();
    await stopKeeping?.();
    await inquiries?.close();
    await server.right.close();
    metrics.close();
    await stopSigning();
    return brain.close();
  };
  return right({ url: server.right.url, brain, startedAt, closed: brain.closed, stop });
};

const inquiriesOf = ({ config: { ledger: place }, inquiryModule: module }: UpParts) =>
  module === undefined ? undefined : inquiryThreads({ place, module });

/** A ledger file has its moments beside it. */
const keepMoments = (brain: RunningBrain, { config: { ledger } }: UpParts) =>
  ledger.kind === 'file' ? keepMomentsOf(brain, ledger.path) : undefined;

/** Figures and lines of the log, from before the first request on. */
const observe = (
  brain: RunningBrain,
  { parts, metrics }: Pick<Around, 'parts' | 'metrics'>,
  eventReaders: () => number,
): void => {
  metrics.measure({ brain, eventReaders });
  brain.follow(metrics.followed);
  logCommands(brain, parts.log);
};

interface Around {
  readonly parts: UpParts;
  readonly metrics: Metrics;
  readonly world: World;
  readonly claim: Claim;
  readonly signer: Signer | undefined;
}

const brainOn = async (
  log: EventLog,
  { parts, metrics, world }: Around,
): Promise<Either<ReadFault | PolicyRefused | KeysUnusable, RunningBrain>> => {
  const { ledger: place } = parts.config;
  const sealing = await sealingOf(parts.config);
  if (isLeft(sealing)) {
    await log.close()();
    return sealing;
  }
  const brain = await startLiveBrain({
    log: measuredLog(log, metrics),
    cluster: world.cluster,
    clock: world.clock,
    holder: `berth-up ${hostname()} ${process.pid}`,
    watch: metrics,
    policy: parts.policy,
    bounds: parts.config.engine,
    moments: place.kind === 'file' ? momentsBeside(place.path) : undefined,
    forecaster: place.kind === 'file' ? forecastBeside(place.path) : undefined,
    sealing: sealing.right,
  });
  if (!isLeft(brain)) return brain;
  await log.close()();
  return left(brain.left);
};
