import { isLeft } from '../../domain/foundation/fp.ts';
import { makeKeys } from '../main/proof/make-keys.ts';
import type { Proven } from '../main/proof/read-proof.ts';
import { type Claim, proveOf } from '../main/proof/prove.ts';
import { checkProofFile } from '../main/proof/read-proof.ts';
import { sealLedger } from '../main/proof/seal.ts';
import { complain, formatProblem, refuse } from './complain.ts';
import { exitCodes } from './failures.ts';
import { startBar, type Terminal, write } from './terminal.ts';

/** `berth ledger keygen FILE --name NAME`: refuses to write over a key. */
export const ledgerKeygen = async (
  terminal: Terminal,
  { file, name }: { readonly file: string; readonly name: string },
): Promise<number> => {
  const made = await makeKeys(file, name);
  if (isLeft(made)) return complain(terminal, made.left);
  await write(terminal.stdout, `signs     ${file}\nverifies  ${file}.pub: ${made.right}\n`);
  return exitCodes.ok;
};

/** What `berth ledger checkpoint` is told. */
export interface CheckpointArguments {
  readonly file: string;
  readonly key: string;
  readonly witness: string | undefined;
}

/** `berth ledger checkpoint FILE --key KEY`: the signed note goes to stdout. */
export const ledgerCheckpoint = async (
  terminal: Terminal,
  { file, key, witness }: CheckpointArguments,
): Promise<number> => {
  const options = { keyFile: key, ...(witness === undefined ? {} : { witnessFile: witness }) };
  const bar = await startBar(terminal, 'checkpoint');
  const sealed = await sealLedger(file, options, (at, to) => bar.update(at, to, `revision ${at}`));
  bar.stop();
  if (isLeft(sealed)) return complain(terminal, sealed.left, file);
  await write(terminal.stdout, sealed.right.note);
  return exitCodes.ok;
};

/** What `berth ledger prove` is told: a revision, or where to begin. */
export interface ProveArguments {
  readonly file: string;
  readonly revision: number | undefined;
  readonly from: number | undefined;
  readonly against: string;
  readonly verifier: string;
}

/** `berth ledger prove FILE REVISION`: the proof goes to stdout as JSON. */
export const ledgerProve = async (terminal: Terminal, args: ProveArguments): Promise<number> => {
  const { file, revision, from, against, verifier } = args;
  const claim = claimOf(revision, from);
  if (claim === undefined) return refuse(terminal, whichClaim);
  const proof = await proveOf(file, claim, { witnessFile: against, verifierFile: verifier });
  if (isLeft(proof)) return complain(terminal, proof.left, file);
  await write(terminal.stdout, `${JSON.stringify(proof.right, undefined, 2)}\n`);
  return exitCodes.ok;
};

const whichClaim =
  'error: nothing to prove, or two things at once\n  at: <revision>, --from\n  remedy: say the revision of a fact, or --from with the facts of an earlier checkpoint\n';

const claimOf = (revision: number | undefined, from: number | undefined): Claim | undefined => {
  if (revision !== undefined && from === undefined) return { kind: 'inclusion', revision };
  if (revision === undefined && from !== undefined) return { kind: 'consistency', from };
  return undefined;
};

/** What `berth ledger check` is told. */
export interface CheckArguments {
  readonly file: string;
  readonly verifier: string;
  readonly output: string;
}

/** `berth ledger check PROOF --verifier KEY`: exit 0 when it proves something, 1 when it does not. */
export const ledgerCheck = async (terminal: Terminal, args: CheckArguments): Promise<number> => {
  const problem = formatProblem(args.output, ['text', 'json']);
  if (problem !== undefined) return refuse(terminal, problem);
  const proven = await checkProofFile(args.file, args.verifier);
  if (isLeft(proven)) return complain(terminal, proven.left, args.file);
  const text =
    args.output === 'json'
      ? `${JSON.stringify({ ok: true, ...proven.right }, undefined, 2)}\n`
      : `ok: ${sentenceOf(proven.right)}\n`;
  await write(terminal.stdout, text);
  return exitCodes.ok;
};

const sentenceOf = ({ kind, origin, size, revision }: Proven): string =>
  kind === 'inclusion'
    ? `fact ${revision} stands among the ${size} facts of ${origin}, byte for byte`
    : `the ${size} facts of ${origin} begin with the ${revision} that were signed before`;
