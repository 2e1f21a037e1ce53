import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { DueCommand } from '../../domain/processes/index.ts';
import type { Brain } from './brain.ts';
import type { Request } from './handle.ts';
import { nextWakeMs } from './wakes.ts';

/**
 * The next instant at which a process wants to be asked, or a pool planned again; `undefined` while none does.
 *
 * @cost O(processes + pools)
 */
export const nextDeadlineMs = (brain: Brain): InstantMs | undefined => {
  let nextMs = nextWakeMs(brain);
  for (const { process, state } of brain.processes) {
    const dueMs = process.nextDueMs?.(state);
    if (dueMs !== undefined && (nextMs === undefined || dueMs < nextMs)) nextMs = dueMs;
  }
  return nextMs;
};

/**
 * What is due by an instant, as requests: oldest first, then by id.
 *
 * A deadline is named after its instant, its subject and what it asks, so that one that is asked for twice makes its
 * facts once: they settle it. Ask again after each turn, for facts of the turn may set deadlines that are due already.
 */
export const dueRequests = (brain: Brain, nowMs: InstantMs): Request[] => {
  const requests: Request[] = [];
  for (const { process, state } of brain.processes) {
    for (const due of process.due?.(state, nowMs) ?? []) {
      requests.push(requestOf(process.name, due, nowMs));
    }
  }
  return requests;
};

const requestOf = (
  processName: string,
  { subject, command, dueAtMs }: DueCommand,
  nowMs: InstantMs,
): Request => ({
  commandId: `${processName}@${dueAtMs}:${subject.id}.${command.type}`,
  subject,
  command,
  atMs: nowMs,
  origin: 'time',
});
