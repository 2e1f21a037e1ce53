import { defaultPolicy, kernelVersion } from '../../../domain/allocation/rules.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { batchBounds } from '../../../domain/foundation/batch.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Capacity, capacity } from '../../../projections/capacity/index.ts';
import { type Brain, createBrain } from '../../app/brain.ts';
import { statesVersion } from '../../app/checkpoint.ts';
import type { PlainRequest } from '../../app/handle.ts';
import {
  type PackedEnded,
  type PackedStates,
  packStates,
  unpackPieces,
} from '../../app/packed-states.ts';
import { reactionsOf } from '../../app/react.ts';
import { foldInto } from '../../app/fold-brain.ts';
import type { KeptParts, Part, Since, Steps, Suite } from './suite.ts';

/** What the kept bytes of a brain mean. */
const brainVersion: string = [statesVersion, kernelVersion, capacity.version].join('/');

/** What a process asked for, and the fact that made it ask. */
interface Asked {
  readonly revision: Revision;
  readonly request: PlainRequest;
}

/** A brain, and what its processes asked for and no fact has answered; by the id of the command, the oldest first. */
export interface BrainThen {
  readonly brain: Brain;
  readonly asked: Map<string, Asked>;
}

interface KeptBrain extends Pick<Brain, 'epoch'> {
  readonly states: Omit<PackedStates, 'ended'>;
  readonly processes: readonly unknown[];
  readonly asked: BrainThen['asked'];
}

const apply = ({ brain, asked }: BrainThen, fact: BerthRecorded): void => {
  foldInto(brain, fact);
  if (fact.type === 'LeaderElected') brain.epoch = fact.data.epoch;
  asked.delete(fact.commandId);
  for (const request of reactionsOf(brain, fact)) {
    asked.set(request.commandId, { revision: fact.revision, request });
  }
};

const keep = ({ brain, asked }: BrainThen, { touched }: Since): Readonly<Record<string, Part>> => {
  const { epoch, states, capacity: view, processes } = brain;
  const { ended, ...packed } = packStates(states, (id) => touched.has(id));
  for (const [id, { revision }] of asked) if (isOld(revision, states.revision)) asked.delete(id);
  const live: KeptBrain = {
    epoch,
    states: packed,
    processes: processes.map(({ state }) => state),
    asked,
  };
  return { brain: { live, ended }, capacity: { live: view } };
};

/** What was asked before the last batch can have begun was answered by making no facts. */
const isOld = (asked: Revision, revision: Revision): boolean =>
  asked <= revision - batchBounds.recordsMax;

function* load(parts: KeptParts): Steps<BrainThen> {
  const kept = parts.live('brain') as KeptBrain;
  const pieces = [...parts.ended('brain', 'oldest first')] as readonly PackedEnded[];
  yield;
  const fresh = createBrain(defaultPolicy);
  const brain = {
    ...fresh,
    epoch: kept.epoch,
    states: unpackPieces(kept.states, pieces),
    capacity: yield* capacitySuite.load(parts),
    processes: fresh.processes.map(({ process }, k) => ({ process, state: kept.processes[k] })),
  };
  return { brain, asked: kept.asked };
}

/** The capacity alone: what shares and what was used over time are told from. */
export const capacitySuite = {
  initial: capacity.initial,
  *load(parts: KeptParts): Steps<Capacity> {
    yield;
    return parts.live('capacity') as Capacity;
  },
};

/** States, capacity and processes: what decisions are made from. */
export const brainSuite: Suite<BrainThen> = {
  kind: `brain ${brainVersion}`,
  factsMax: 30_000,
  shareMax: 0.17,
  initial: () => ({ brain: createBrain(defaultPolicy), asked: new Map() }),
  load,
  apply,
  keep,
};

/** A brain that was kept, to be brought on to a revision: with what its processes may still wait for there. */
export const brainFor = ({ brain, asked }: BrainThen, revision: Revision): Brain => {
  for (const one of asked.values()) {
    if (!isOld(one.revision, revision)) brain.reactions.push(one.request);
  }
  return brain;
};
