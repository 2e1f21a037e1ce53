import { isLeft } from '../../domain/foundation/fp.ts';
import { type ReplayedBundle, replayBundle } from '../main/bundle/replay-bundle.ts';
import { type BundleWritten, writeBundle } from '../main/bundle/write-bundle.ts';
import { againstOf } from './against.ts';
import { complain, formatProblem, refuse } from './complain.ts';
import { exitCodes } from './failures.ts';
import { startBar, type Terminal, write } from './terminal.ts';

/** What `berth ledger bundle` is told. */
export interface BundleArguments {
  readonly file: string;
  readonly from: number;
  readonly to?: number;
  readonly out: string;
  readonly against?: string;
  readonly verifier?: string;
  readonly signState?: string;
}

/** `berth ledger bundle FILE --out F`: writes a part of a ledger that stands by itself. */
export const ledgerBundle = async (terminal: Terminal, args: BundleArguments): Promise<number> => {
  const against = againstOf(args);
  if (typeof against === 'string') return refuse(terminal, against);
  const { file, from, to, out, signState: stateKey } = args;
  const written = await writeBundle(file, { from, to, out, against, stateKey });
  if (isLeft(written)) return complain(terminal, written.left, file);
  await write(terminal.stdout, writtenText(written.right));
  return exitCodes.ok;
};

const writtenText = ({ from, to, stateBytes, isSigned, headHash, ...named }: BundleWritten) =>
  [
    `facts     ${from} to ${to}`,
    `state     ${stateBytes === 0 ? 'none: it begins with the first fact' : `${stateBytes} bytes, before fact ${from}`}`,
    `kernels   ${listed(named.kernels)}`,
    `policies  ${listed(named.policies)}`,
    `signed    ${isSigned ? 'yes' : 'no'}`,
    `head      ${headHash}`,
    '',
  ].join('\n');

const listed = (names: readonly string[]): string =>
  names.join(', ') || 'none: nothing was decided';

/** What `berth ledger check-bundle` is told. */
export interface CheckBundleArguments {
  readonly file: string;
  readonly verifier?: string;
  readonly output: string;
}

/** `berth ledger check-bundle F`: exit 0 when all of it holds and every decision follows, 1 otherwise. */
export const ledgerCheckBundle = async (
  terminal: Terminal,
  { file, verifier, output }: CheckBundleArguments,
): Promise<number> => {
  const problem = formatProblem(output, ['text', 'json']);
  if (problem !== undefined) return refuse(terminal, problem);
  const bar = await startBar(terminal, 'check');
  const replayed = await replayBundle(file, {
    verify: true,
    mismatchesMax: 100,
    verifierFile: verifier,
    onProgress: (at, to) => bar.update(at, to, `revision ${at}`),
  });
  bar.stop();
  if (isLeft(replayed)) return complain(terminal, replayed.left, file);
  const { mismatches } = replayed.right.report;
  const text = output === 'json' ? jsonOf(replayed.right) : checkedText(replayed.right);
  await write(terminal.stdout, text);
  return mismatches.length === 0 ? exitCodes.ok : exitCodes.failure;
};

const jsonOf = ({ header, signedBy, report }: ReplayedBundle): string => {
  const { from, to, program, kernels, policies } = header;
  const { head, plans, reactions, decisions, mismatches, digest } = report;
  const ok = mismatches.length === 0;
  const found = { plans, reactions, decisions, differences: mismatches.length, mismatches };
  const hasState = header.state !== null;
  const signed = signedBy ?? null;
  return `${JSON.stringify({ ok, from, to, program, kernels, policies, hasState, signed, head, ...found, digest }, undefined, 2)}\n`;
};

const checkedText = ({ header, signedBy, report }: ReplayedBundle): string => {
  const { from, to, signed } = header;
  const { mismatches, decisions, digest, head } = report;
  const [first] = mismatches;
  const lines = [
    first === undefined
      ? `ok: facts ${from} to ${to} are whole, and all ${decisions} decisions among them follow`
      : `${mismatches.length} decisions do not follow; the first is revision ${first.revision}, ${first.subjectId}, at ${first.path}`,
    signedBy === undefined
      ? `signature not looked at: ${signed === null ? 'it holds none' : 'say --verifier'}`
      : `as signed: they stand among the ${signedBy.size} facts of ${signedBy.origin}`,
    ...(header.state === null
      ? []
      : signedBy?.isStateSigned === true
        ? [`as signed: the state before fact ${from} is that of ${signedBy.origin}`]
        : [`the state before fact ${from} is what the sender says; --from 1 needs none`]),
    `head ${head}`,
    `digest ${digest}`,
  ];
  return `${lines.join('\n')}\n`;
};
