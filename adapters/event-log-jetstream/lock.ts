import { NatsError } from 'nats';
import { locked, raise } from '../ports/log-faults.ts';
import type { Link } from './link.ts';
import type { Names } from './names.ts';

/** A writer that does not answer for so long is gone, or stands still: the fence keeps it from writing. */
const answerMsMax = 1000;

/**
 * Claims a ledger for writing, as long as the connection stands: whoever asks on the writer's subject is answered.
 *
 * It spares two writers the trouble of taking turns in conflicts; that only one of them can write is kept by the exact
 * sequence of every append, also when both believe that they are alone.
 * @throws FaultRaised when somebody answers
 */
export const claim = async (link: Link, { place, writer }: Names): Promise<void> => {
  const isTaken = await link.ask(async (nc, timeoutMs) => {
    try {
      await nc.request(writer, undefined, { timeout: Math.min(answerMsMax, timeoutMs) });
      return true;
    } catch (error) {
      if (error instanceof NatsError && ['503', 'TIMEOUT'].includes(error.code)) return false;
      throw error;
    }
  });
  if (isTaken) raise(locked(place));
  link.nc.subscribe(writer, {
    callback: (error, question) => error === null && question.respond(),
  });
  await link.ask((nc) => nc.flush());
};
