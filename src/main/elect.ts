import { randomUUID } from 'node:crypto';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import type { LogFault } from '../../adapters/ports/event-log.ts';
import type { Brain } from '../app/brain.ts';
import { runTurn } from '../app/turn.ts';
import type { Writer } from '../app/writer.ts';

/** Makes a brain the writer of its ledger: who loses this append is not the leader. @source architecture §2 (epochs fence) */
export const elect = async (
  brain: Brain,
  writer: Writer,
  { holder, atMs }: { readonly holder: string; readonly atMs: InstantMs },
): Promise<Either<LogFault, void>> => {
  brain.epoch += 1;
  const request = {
    commandId: `elect:${randomUUID()}`,
    subject: { kind: 'ledger', id: 'main' },
    command: { type: 'Elect', holder },
    atMs,
    origin: 'command',
  } as const;
  const turn = await runTurn(brain, writer, [request]);
  if (isLeft(turn)) return left(turn.left);
  const [answer] = turn.right;
  invariant(answer !== undefined && !isLeft(answer), () => `nobody is elected: ${holder}`);
  const [fact] = answer.right;
  invariant(
    fact?.type === 'LeaderElected' && fact.data.epoch === brain.epoch,
    'the ledger counts epochs otherwise than the brain',
  );
  return right(undefined);
};
