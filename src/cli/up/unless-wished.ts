import type { Log } from '../../../adapters/ports/log.ts';
import { type Either, isLeft } from '../../../domain/foundation/fp.ts';
import type { Up, UpFault } from '../../main/up/index.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Wish } from './signals.ts';

/** How long a start that is not wanted any longer may take to come to its end. @unit ms */
const startGraceMs = 1_000;

/** What was started; nothing where the wish to end came first: then it was ended again, or the process is. */
export const unlessWished = async (
  starting: Promise<Either<UpFault, Up>>,
  wish: Wish,
  log: Log,
): Promise<Either<UpFault, Up> | undefined> => {
  const first = await Promise.race([starting, wish.asked]);
  if (typeof first !== 'string') return first;
  log.info({ signal: first }, 'stopping before the start is over');
  const stopped = starting.then((up) => (isLeft(up) ? undefined : up.right.stop()));
  const { promise: late, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(resolve, startGraceMs, 'late');
  const ended = await Promise.race([stopped, late]);
  clearTimeout(timer);
  // A server that does not answer would keep the process for as long as its client is patient.
  if (ended === 'late') wish.endProcess(exitCodes.ok);
  return undefined;
};
