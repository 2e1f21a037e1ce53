import type { Ask } from '../../../adapters/ports/ask.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { BerthCommand } from '../../../domain/catalogue/index.ts';
import type { Subject } from '../../../domain/foundation/ids.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { queueBoard } from '../../../projections/queue-board/index.ts';
import { commandOfAsk, type CommandSight, subjectOf } from '../asked.ts';
import type { Request } from '../handle.ts';
import type { Agenda } from '../tick.ts';
import { askOfFact } from './asks-again.ts';

/** Something that is asked, or seen of a node, at its time: what a fork keeps of what was recorded. */
export type Kept = KeptAsk | KeptSight;

/** Somebody asks. */
export interface KeptAsk {
  readonly atMs: InstantMs;
  readonly commandId: string;
  readonly actor: string;
  readonly ask: Ask;
}

/** A cluster tells something of itself that no pod of a workload has to do with. */
export interface KeptSight {
  readonly atMs: InstantMs;
  readonly commandId: string;
  readonly subject: Subject;
  readonly command: BerthCommand;
}

/**
 * Keeps what was asked and seen, from facts in log order.
 *
 * Of the facts that one command made about one subject only the first says what was asked; the others followed.
 */
export const keeper = () => {
  const kept: Kept[] = [];
  let last = '';
  return {
    kept: (): readonly Kept[] => kept,
    see: (fact: BerthRecorded): void => {
      const { atMs, commandId, actor, subject } = fact;
      const deed = `${commandId} ${subject.kind}/${subject.id}`;
      if (deed === last) return;
      const ask = askOfFact(fact);
      const command = ask === undefined ? seenIn(fact) : undefined;
      if (ask !== undefined) kept.push({ atMs, commandId, actor, ask });
      else if (command !== undefined) kept.push({ atMs, commandId, subject, command });
      else return;
      last = deed;
    },
  };
};

/** Nodes that are lost and come back are the simulated cluster's to tell: their pods go with them. */
const seenIn = (fact: BerthRecorded): BerthCommand | undefined => {
  switch (fact.type) {
    case 'NodeDeviceFailed':
      return { type: 'ObserveDeviceFailed', ...fact.data };
    case 'NodeDeviceRepaired':
      return { type: 'ObserveDeviceRepaired', ...fact.data };
    case 'ClusterDisconnected':
      return { type: 'ObserveClusterDisconnected', ...fact.data };
    default:
      return undefined;
  }
};

/**
 * What is kept as an agenda; its first instant is the fork's, whether anything is asked then or not.
 *
 * What is asked of pools and projects settles before what is asked of workloads at the same time: queues open by then.
 */
export const agendaOfKept = (kept: readonly Kept[], startMs: InstantMs): Agenda => {
  let next = 0;
  let hasBegun = false;
  return {
    total: kept.length,
    submitted: () => next,
    nextAtMs: () => (hasBegun ? kept[next]?.atMs : startMs),
    take: (nowMs, { reactions }) => {
      hasBegun = true;
      // What the facts before the fork asked for comes first.
      if (reactions.length > 0) return [];
      const due: Request[] = [];
      const isWork = isOfWork(kept[next]);
      for (let one = kept[next]; one !== undefined && one.atMs <= nowMs;) {
        if (isOfWork(one) !== isWork) break;
        due.push(requestOfKept(one));
        one = kept[(next += 1)];
      }
      return due;
    },
  };
};

const isOfWork = (one: Kept | undefined): boolean =>
  one !== undefined && 'ask' in one && 'workloadId' in one.ask;

const requestOfKept = (one: Kept): Request => {
  const { commandId, atMs } = one;
  if ('command' in one) {
    return { commandId, atMs, subject: one.subject, origin: 'observation', command: one.command };
  }
  const { ask, actor } = one;
  return {
    commandId,
    atMs,
    actor,
    subject: subjectOf(ask),
    origin: 'command',
    command: (states) => commandOfAsk(ask, states, sight),
  };
};

/**
 * What was asked was judged when it was recorded: that a name is free and that a quota is not below what is in use is
 * not asked again, for in a fork others may be in use.
 */
const sight: CommandSight = {
  views: { queues: queueBoard.initial() },
  names: { holderOf: () => undefined },
};
