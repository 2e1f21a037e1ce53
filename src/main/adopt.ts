import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import type { LogFault } from '../../adapters/ports/event-log.ts';
import type { Refusal } from '../../adapters/ports/live-brain.ts';
import type { Policy } from '../../domain/allocation/index.ts';
import type { Brain } from '../app/brain.ts';
import { policySubject } from '../app/policy-subject.ts';
import { runTurn } from '../app/turn.ts';
import type { Writer } from '../app/writer.ts';

/** Rules were not adopted, by a rule of the ledger. */
export interface PolicyRefused {
  readonly _tag: 'PolicyRefused';
  readonly refusal: Refusal;
}

/** Which rules, since when, and by which command. */
export interface Adopting {
  readonly policy: Policy;
  readonly atMs: InstantMs;
  readonly commandId: string;
}

/** Makes rules those of the ledger, by a fact, so that a replay finds them there; those in force already make none. */
export const adopt = async (
  brain: Brain,
  writer: Writer,
  { policy, atMs, commandId }: Adopting,
): Promise<Either<LogFault | PolicyRefused, void>> => {
  const command = { type: 'AdoptPolicy', policy } as const;
  const request = { commandId, subject: policySubject, command, atMs, origin: 'command' } as const;
  const turn = await runTurn(brain, writer, [request]);
  if (isLeft(turn)) return left(turn.left);
  const [answer] = turn.right;
  invariant(answer !== undefined, 'one request has one answer');
  return isLeft(answer) ? left({ _tag: 'PolicyRefused', refusal: answer.left }) : right(undefined);
};
