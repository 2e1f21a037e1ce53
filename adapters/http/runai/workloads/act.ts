import type { AskOfWorkload } from '../../../ports/ask.ts';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import { type AnsweringReply, answered, type AskingRequest, dryRunOf, tell } from '../../asking.ts';
import { foundWorkload, seenOf } from './found.ts';
import { recordOf } from './record.ts';
import type { TypeName } from './words.ts';

/** What can be done to a workload by one word; to stop and to suspend are the same. */
export const actions = ['stop', 'suspend', 'resume', 'delete'] as const;
/** See `actions`. */
export type Action = (typeof actions)[number];

/** What an action asks for. */
export const askOf = (
  action: Action,
  workloadId: string,
  reason = `asked by API: ${action}`,
): AskOfWorkload => {
  switch (action) {
    case 'stop':
    case 'suspend':
      return { type: 'StopWorkload', workloadId, reason };
    case 'resume':
      return { type: 'ResumeWorkload', workloadId };
    case 'delete':
      return { type: 'DeleteWorkload', workloadId, reason };
  }
};

/** A request to do something to a workload. */
export interface Acting {
  readonly brain: LiveBrain;
  readonly request: AskingRequest;
  readonly reply: AnsweringReply;
  /** The type that the path names; any where it names none. */
  readonly type?: TypeName;
}

/** Does something to a workload, and tells it as it stands then. @throws Problem when it is refused */
export const act = async (
  { brain, request, reply, type }: Acting,
  ask: AskOfWorkload,
): Promise<object> => {
  foundWorkload(brain, ask.workloadId, type);
  const done = await tell(brain, request, ask);
  answered(reply, done, dryRunOf(request.query) ? 200 : 202);
  return recordOf(foundWorkload(brain, ask.workloadId, type), seenOf(brain));
};
