import { eventId } from '../../domain/foundation/ids.ts';
import type { Connection } from './connection.ts';
import { countIn } from './events.ts';
import { failureOf } from './failures.ts';

/** A stream's settings stand in a stream of their own, as JSON. @source EventStoreDB, stream metadata */
const settingsStreamOf = (stream: string): string => `$$${stream}`;

/** Has the server drop all but the newest events of a stream; keeps more where more were asked for before. */
export const keepAtMost = async (
  connection: Connection,
  stream: string,
  events: number,
): Promise<void> => {
  const settings = settingsStreamOf(stream);
  const last = { stream: settings, from: 'end', direction: 'backwards', max: 1 } as const;
  const [present] = (await connection.read(last)) ?? [];
  if ((countIn(present?.data, '$maxCount') ?? 0) >= events) return;
  const others = typeof present?.data === 'object' ? present.data : {};
  const number = (present?.number ?? -1) + 1;
  const entry = {
    id: eventId(`eventstoredb/${settings}/${number}/${events}`, 0),
    type: '$metadata',
    json: { ...others, $maxCount: events },
    metadata: undefined,
  };
  try {
    await connection.append({ stream: settings, expected: number - 1 }, [entry]);
  } catch (error) {
    // Somebody else changed the settings just now; theirs stand until the next snapshot.
    if (failureOf(error) !== 'conflict') throw error;
  }
};

/** Whether a stream was there once and was deleted: its events would begin anew somewhere behind the first. */
export const wasDeleted = async (connection: Connection, stream: string): Promise<boolean> => {
  const wanted = { from: 'end', direction: 'backwards', max: 1 } as const;
  const [present] = (await connection.read({ stream: settingsStreamOf(stream), ...wanted })) ?? [];
  return typeof present?.data === 'object' && present.data !== null && '$tb' in present.data;
};
