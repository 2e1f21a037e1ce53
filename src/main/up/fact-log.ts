import type { LiveBrain } from '../../../adapters/ports/live-brain.ts';
import type { Log } from '../../../adapters/ports/log.ts';

/** Says in the log what became durable of what somebody asked for: one line a command, with who, and with what ties it together. */
export const logCommands = (brain: Pick<LiveBrain, 'follow'>, log: Log): (() => void) =>
  brain.follow((facts) => {
    for (const fact of facts) {
      if (fact.origin !== 'command' || fact.index !== 0) continue;
      const { revision, type, actor, commandId, correlationId } = fact;
      const subject = `${fact.subject.kind}/${fact.subject.id}`;
      log.debug({ revision, subject, actor, commandId, correlationId }, type);
    }
  });
