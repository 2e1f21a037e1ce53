import { factByType } from '../../domain/catalogue/events.ts';
import { hexOf } from '../../domain/foundation/chain.ts';
import { isLeft, right } from '../../domain/foundation/fp.ts';
import { eventId } from '../../domain/foundation/ids.ts';
import { ledgerStats as statsProjection, reportOf } from '../../projections/ledger-stats/index.ts';
import type { ReadFact } from '../app/read.ts';
import { exportLedger } from '../main/export-ledger.ts';
import { foldLedger, storedFactAt } from '../main/fold-ledger.ts';
import { type Agreed, verifyAgainst } from '../main/proof/seal.ts';
import { type Verified, verifyLedger } from '../main/verify-ledger.ts';
import { againstOf } from './against.ts';
import { complain, formatProblem, refuse } from './complain.ts';
import { exitCodes } from './failures.ts';
import { printData, printDescription } from './print/index.ts';
import { startBar, type Terminal, write } from './terminal.ts';

/** Which ledger, and how the answer is to look. */
export interface LedgerArguments {
  readonly file: string;
  readonly output: string;
}

/** What `berth ledger verify` is told: also what the ledger is held against, which needs a key. */
export interface VerifyArguments extends LedgerArguments {
  readonly against?: string;
  readonly verifier?: string;
}

/** `berth ledger verify FILE`: exit 0 when everything is as it was written, and as it was signed. */
export const ledgerVerify = async (terminal: Terminal, args: VerifyArguments): Promise<number> => {
  const problem = formatProblem(args.output, ['text', 'json']);
  if (problem !== undefined) return refuse(terminal, problem);
  const against = againstOf(args);
  if (typeof against === 'string') return refuse(terminal, against);
  const bar = await startBar(terminal, 'verify');
  const outcome = await verifyLedger(args.file, (revision, to) =>
    bar.update(revision, to, `revision ${revision}`),
  );
  bar.stop();
  if (isLeft(outcome)) return complain(terminal, outcome.left, args.file);
  const agreed =
    against === undefined
      ? right(undefined)
      : await verifyAgainst(args.file, against, () => undefined);
  if (isLeft(agreed)) return complain(terminal, agreed.left, args.file);
  const found = { ...outcome.right, signed: agreed.right };
  const text =
    args.output === 'json'
      ? `${JSON.stringify({ ok: true, ...found }, undefined, 2)}\n`
      : verifiedText(found);
  await write(terminal.stdout, text);
  return exitCodes.ok;
};

const verifiedText = ({
  revisions,
  subjects,
  head,
  signed,
}: Verified & { readonly signed: Agreed | undefined }): string => {
  const lines = [
    `ok: ${revisions} facts about ${subjects} subjects; chain, gaps and schemas are in order`,
    `head ${head}`,
  ];
  if (signed !== undefined) {
    lines.push(
      `as signed: ${signed.checkpoints} checkpoints, the last of ${signed.signedUpTo} facts`,
    );
  }
  return `${lines.join('\n')}\n`;
};

/** `berth ledger stats FILE` */
export const ledgerStats = async (terminal: Terminal, args: LedgerArguments): Promise<number> => {
  const { output } = args;
  const problem = formatProblem(output, ['text', 'json', 'yaml']);
  if (problem !== undefined) return refuse(terminal, problem);
  const folded = await foldLedger(args.file, statsProjection);
  if (isLeft(folded)) return complain(terminal, folded.left, args.file);
  const report = reportOf(folded.right.view, folded.right.headHex);
  if (output === 'json' || output === 'yaml') {
    await write(terminal.stdout, await printData(output, report));
    return exitCodes.ok;
  }
  const counts = Object.entries(report.byType).map(([key, count]) => ({ key, value: `${count}` }));
  const text = printDescription([
    { key: 'revisions', value: `${report.revisions}` },
    { key: 'head', value: report.head },
    { key: 'first', value: isoOf(report.firstMs) },
    { key: 'last', value: isoOf(report.lastMs) },
    { key: 'by type', value: counts },
  ]);
  await write(terminal.stdout, text);
  return exitCodes.ok;
};

/** `berth ledger export FILE`: one JSON line a fact, in log order; of a damaged ledger all before the damage. */
export const ledgerExport = async (
  terminal: Terminal,
  args: { readonly file: string },
): Promise<number> => {
  let written = 0;
  const outcome = await exportLedger(args.file, async (page) => {
    written += page.length;
    await write(terminal.stdout, page.map((read) => `${JSON.stringify(lineOf(read))}\n`).join(''));
  });
  if (!isLeft(outcome)) return exitCodes.ok;
  const fault = outcome.left;
  if (fault._tag !== 'LedgerCorrupt') return complain(terminal, fault, args.file);
  // What a damaged ledger is told elsewhere, to export it, has just been done.
  const remedy = `the ${written} facts before the damage are written; keep the file as evidence, and restore a backup for the rest`;
  return complain(terminal, { ...fault, remedy }, args.file);
};

/** A fact with everything that is stored or derived, as one flat object. */
const lineOf = ({ fact, record }: ReadFact) => ({
  revision: fact.revision,
  id: eventId(fact.commandId, fact.index),
  type: fact.type,
  schema: factByType.get(fact.type)?.schema ?? 1,
  subject: fact.subject,
  subjectRevision: fact.subjectRevision,
  atMs: fact.atMs,
  origin: fact.origin,
  commandId: fact.commandId,
  causationId: fact.causationId,
  correlationId: fact.correlationId,
  actor: fact.actor,
  tenant: fact.tenant,
  epoch: fact.epoch,
  data: fact.data,
  protected: fact.protected,
  hash: hexOf(record.hash),
});

/** `berth ledger show FILE REVISION` */
export const ledgerShow = async (
  terminal: Terminal,
  args: LedgerArguments & { readonly revision: number },
): Promise<number> => {
  const { output } = args;
  const problem = formatProblem(output, ['json', 'yaml']);
  if (problem !== undefined) return refuse(terminal, problem);
  const outcome = await storedFactAt(args.file, args.revision);
  if (isLeft(outcome)) return complain(terminal, outcome.left, args.file);
  if (outcome.right === undefined) {
    await write(
      terminal.stderr,
      `error: the ledger has no revision ${args.revision}\n  at: ${args.file}\n  remedy: berth ledger stats ${args.file} says how many there are\n`,
    );
    return exitCodes.notFound;
  }
  const format = output === 'json' ? 'json' : 'yaml';
  await write(terminal.stdout, await printData(format, lineOf(outcome.right)));
  return exitCodes.ok;
};

const isoOf = (atMs: number | null): string => (atMs === null ? '-' : new Date(atMs).toISOString());
