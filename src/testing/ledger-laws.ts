import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { planOfCommandId } from '../app/allocate.ts';
import { devicesAreConserved } from './device-law.ts';
import { booksOf } from './keep-books.ts';
import { type PlanLaw, planLaws } from './plan-laws.ts';
import { plansIn } from './plans-in.ts';

/** What every ledger has to keep: answers `undefined` or what is wrong, in a sentence with numbers. */
export type LedgerLaw = (facts: readonly BerthRecorded[]) => string | undefined;

/** Revisions go 1, 2, 3 …, and so do those of each subject. */
const nothingIsMissing: LedgerLaw = (facts) => {
  const seen = new Map<string, number>();
  for (const [at, { revision, subject, subjectRevision }] of facts.entries()) {
    if (revision !== at + 1) return `after revision ${at} comes ${revision}`;
    const key = `${subject.kind}/${subject.id}`;
    const before = seen.get(key) ?? 0;
    if (subjectRevision !== before + 1)
      return `revision ${revision}: after fact ${before} of ${key} comes its fact ${subjectRevision}`;
    seen.set(key, subjectRevision);
  }
  return undefined;
};

/** Every decision names the state that it was made on: the one right before its plan. */
const decisionsNameTheirBasis: LedgerLaw = (facts) => {
  let planned = '';
  let first = 0;
  for (const { commandId, revision, type, data } of facts) {
    const plan = planOfCommandId(commandId);
    if (plan === undefined) continue;
    if (commandId !== planned) first = revision;
    planned = commandId;
    const basis = 'basis' in data ? data.basis.revision : undefined;
    if (basis !== plan.revision || basis !== first - 1)
      return `revision ${revision}: ${type} was decided on revision ${basis ?? '(none)'}, and its plan on ${first - 1}`;
  }
  return undefined;
};

/** Once everything is planned, who waits has been told why. */
const waitersKnowWhy: LedgerLaw = (facts) => {
  for (const { id, stage, verdict, attempt } of booksOf(facts).workloads.values())
    if (stage === 'waiting' && verdict === undefined)
      return `${id} waits in its attempt ${attempt} and was not told why`;
  return undefined;
};

/** The laws of a ledger that ends when everything is planned, by name; each of its plans has laws of its own. */
export const ledgerLaws = {
  /** No revision is missing, in the ledger or of a subject. */
  nothingIsMissing,
  /** What was given of each card is either held or has come back, and no card is given twice. */
  devicesAreConserved,
  /** Every decision names the state that it was made on. */
  decisionsNameTheirBasis,
  /** Who waits knows why. */
  waitersKnowWhy,
} as const satisfies Readonly<Record<string, LedgerLaw>>;

/** Makes a law of plans a law of ledgers: each plan of the ledger keeps it. */
export const everyPlanKeeps =
  (law: PlanLaw): LedgerLaw =>
  (facts) => {
    for (const { made, books, revision } of plansIn(facts)) {
      const broken = law(made, books);
      if (broken !== undefined) return `revision ${revision}: ${broken}`;
    }
    return undefined;
  };

/** All laws on a ledger: one line for each that is broken, with its name; empty when all is well. */
export const brokenLaws = (facts: readonly BerthRecorded[]): readonly string[] => [
  ...told(Object.entries(ledgerLaws), facts),
  ...told(
    Object.entries(planLaws).map(([name, law]) => [name, everyPlanKeeps(law)] as const),
    facts,
  ),
];

const told = (
  laws: readonly (readonly [string, LedgerLaw])[],
  facts: readonly BerthRecorded[],
): readonly string[] =>
  laws.flatMap(([name, law]) => {
    const broken = law(facts);
    return broken === undefined ? [] : [`${name}: ${broken}`];
  });
