import { rm } from 'node:fs/promises';
import { createClusterSim } from '../../adapters/cluster-sim/index.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { Scenario } from '../../adapters/ports/scenario.ts';
import { defaultPolicy, type Policy } from '../../domain/allocation/index.ts';
import { hexOf } from '../../domain/foundation/chain.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import { reportOf, type SimReport, simReport } from '../../projections/sim-report/index.ts';
import { type Brain, createBrain, watch } from '../app/brain.ts';
import { saveCheckpoint } from '../app/checkpoint.ts';
import type { Request } from '../app/handle.ts';
import { policySubject } from '../app/policy-subject.ts';
import type { ReadFault } from '../app/read.ts';
import { setupRequests } from '../app/scenario-requests.ts';
import { playScenario, type Progress } from '../app/tick.ts';
import { runTurn } from '../app/turn.ts';
import { createWriter, type Writer } from '../app/writer.ts';
import { withLedger } from './ledger-file.ts';

/** Facts that are committed together in virtual time. */
const commitEvery = 4096;

/** What to play, and into which file. */
export interface ScenarioRun {
  readonly scenario: Scenario;
  readonly ledgerPath: string;
  /** Whether a ledger that is there already is deleted first. */
  readonly isOverwriting: boolean;
  readonly seed: number;
  /** The rules; those of the program unless said. */
  readonly policy?: Policy | undefined;
  readonly onProgress: (progress: Progress) => void;
  /** Whether to end at the next instant, as somebody who interrupts a run wants. */
  readonly isStopped?: () => boolean;
}

/** What a run ends with. */
export interface RunResult {
  readonly report: SimReport;
  readonly ledgerPath: string;
  readonly revisions: number;
  readonly head: string;
  readonly wallMs: number;
  readonly endMs: number;
  readonly refused: number;
}

/** A ledger that holds facts already and was not to be overwritten. */
export interface LedgerInUse {
  readonly _tag: 'LedgerInUse';
  readonly place: string;
  readonly revisions: number;
}

/** Plays a scenario in virtual time through the whole engine into a ledger file. */
export const runScenario = async (
  run: ScenarioRun,
): Promise<Either<ReadFault | LedgerInUse, RunResult>> => {
  if (run.isOverwriting) await removeLedger(run.ledgerPath);
  return withLedger<ReadFault | LedgerInUse, RunResult>(run.ledgerPath, 'write', (log) =>
    play(log, run),
  );
};

const removeLedger = async (path: string): Promise<void> => {
  for (const suffix of ['', '-wal', '-shm']) await rm(`${path}${suffix}`, { force: true });
};

const play = async (
  log: EventLog,
  run: ScenarioRun,
): Promise<Either<ReadFault | LedgerInUse, RunResult>> => {
  const startedMs = performance.now();
  const before = await log.head()();
  if (isLeft(before)) return left(before.left);
  if (before.right.revision > 0) {
    const { revision } = before.right;
    return left({ _tag: 'LedgerInUse', place: run.ledgerPath, revisions: revision });
  }
  const report = watch(simReport);
  const brain = createBrain(defaultPolicy, [report]);
  const writer = createWriter(log, 0, commitEvery);
  const ready = await begin(brain, writer, run);
  if (isLeft(ready)) return ready;
  let refused = 0;
  const onRefused = () => (refused += 1);
  const stage = { ...run, cluster: clusterFor(run), onRefused };
  const played = await playScenario(brain, writer, stage);
  if (isLeft(played)) return played;
  const kept = await saveCheckpoint(brain, log);
  if (isLeft(kept)) return left(kept.left);
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  return right({
    report: reportOf(report.view()),
    ledgerPath: run.ledgerPath,
    revisions: head.right.revision,
    head: hexOf(head.right.hash),
    wallMs: performance.now() - startedMs,
    endMs: played.right,
    refused,
  });
};

/** Wins the ledger and makes everything that the scenario takes for granted. */
const begin = async (
  brain: Brain,
  writer: Writer,
  { scenario, policy }: ScenarioRun,
): Promise<Either<ReadFault, void>> => {
  brain.epoch = 1;
  const elect = {
    commandId: 'elect:1',
    subject: { kind: 'ledger', id: 'main' },
    command: { type: 'Elect', holder: 'berth-sim' },
    atMs: scenario.startMs,
    origin: 'command',
  } as const;
  const turn = await runTurn(brain, writer, [
    elect,
    ...adoption(scenario, policy),
    ...setupRequests(scenario),
  ]);
  if (isLeft(turn)) return left(turn.left);
  for (const answer of turn.right) {
    invariant(!isLeft(answer), () => `the scenario is refused: ${JSON.stringify(answer)}`);
  }
  return right(undefined);
};

const adoption = ({ startMs }: Scenario, policy: Policy | undefined): readonly Request[] =>
  policy === undefined
    ? []
    : [
        {
          commandId: 'adopt:1',
          subject: policySubject,
          command: { type: 'AdoptPolicy', policy },
          atMs: startMs,
          origin: 'command',
        },
      ];

const clusterFor = ({ scenario, seed }: ScenarioRun) => {
  const jobs = new Map(scenario.jobs.map((job) => [job.id, job]));
  return createClusterSim({
    seed,
    runMsOf: (workloadId) => jobs.get(workloadId)?.runMs,
    exitCodeOf: (workloadId) => jobs.get(workloadId)?.exitCode ?? 0,
    failures: scenario.failures,
    startLatencyMs: { min: 1_000, max: 3_000 },
    restartLossMs,
  });
};

/** Time lost when a job starts again from its checkpoint. @source Helios (Hu et al., SC'21) §4: 7, 30 and 60 s */
const restartLossMs = (gpuDevices: number): number =>
  gpuDevices <= 1 ? 7_000 : gpuDevices <= 8 ? 30_000 : 60_000;
