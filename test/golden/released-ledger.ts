import { openLedger } from '../../adapters/event-log-sqlite/index.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import { rightOf } from '../src/app/stage.ts';
import { linesIn } from './ledgers/kept.ts';

/** The facts that a release of the kernel wrote, as it wrote them. */
export const linesOf = (version: string): readonly string[] => linesIn(`kernel-${version}`);

/** Puts stored facts into an empty ledger, byte for byte. */
export const filled = async (log: EventLog, lines: readonly string[]): Promise<EventLog> => {
  const records = lines.map((body) => {
    const { subject, commandId }: Record<string, string> = JSON.parse(body);
    return { body, subject: subject ?? '', commandId: commandId ?? '' };
  });
  rightOf(await log.append(0, records)());
  return log;
};

/** Puts stored facts into a ledger file. */
export const fillFile = async (path: string, lines: readonly string[]): Promise<void> => {
  const log = await filled(rightOf(await openLedger({ path, mode: 'write' })()), lines);
  rightOf(await log.close()());
};
