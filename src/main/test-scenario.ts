import type { Scenario } from '../../adapters/ports/scenario.ts';
import type { Policy } from '../../domain/allocation/index.ts';
import { type Either, isLeft, right } from '../../domain/foundation/fp.ts';
import { judgeOf, type Unmet } from '../app/expect/index.ts';
import { readFacts, type ReadFault } from '../app/read.ts';
import { withLedger } from './ledger-file.ts';
import { type LedgerInUse, runScenario } from './run-scenario.ts';

/** A scenario that is played to see whether what it expects comes true. */
export interface ScenarioTrial {
  readonly scenario: Scenario;
  /** The rules; those of the program unless said. */
  readonly policy: Policy | undefined;
  readonly seed: number;
  /** Where its ledger goes; one that is there is deleted. */
  readonly ledgerPath: string;
}

/** What came of it. */
export interface ScenarioTested {
  readonly facts: number;
  readonly expectations: number;
  readonly unmet: readonly Unmet[];
}

/** Plays a scenario into a ledger and holds the ledger against what the scenario expects. */
export const testScenario = async ({
  scenario,
  ...trial
}: ScenarioTrial): Promise<Either<ReadFault | LedgerInUse, ScenarioTested>> => {
  const run = { ...trial, scenario, isOverwriting: true, onProgress: () => undefined };
  const played = await runScenario(run);
  if (isLeft(played)) return played;
  const facts = played.right.revisions;
  const { expected = [] } = scenario;
  const judge = judgeOf(expected);
  const read = await withLedger<ReadFault, unknown>(trial.ledgerPath, 'read', (log) =>
    readFacts(log, { after: 0, to: facts }, ({ fact }) => judge.see(fact)),
  );
  if (isLeft(read)) return read;
  return right({ facts, expectations: expected.length, unmet: judge.unmet() });
};
