import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import { type QueueEvent, queueFacts } from '../../domain/queue/events.ts';
import { applyNode, type NodeFact, nodeTypes } from './nodes.ts';
import type { BoardQueue, QueueBoard } from './view.ts';
import { applyWorkload, type WorkloadFact, workloadTypes } from './workloads.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

type QueueFact = Recorded<QueueEvent>;

const ofQueues: ReadonlySet<string> = new Set(queueFacts.map((known) => known.type));

/** The facts that the board is made from. */
export const handles: ReadonlySet<string> = new Set([...ofQueues, ...nodeTypes, ...workloadTypes]);

/** Folds one fact into the board, in place. @cost well below 1 µs */
export const apply = (view: QueueBoard, event: Recorded<BerthEvent>): QueueBoard => {
  if (isOfWorkload(event)) applyWorkload(view, event);
  else if (isOfQueue(event)) applyQueue(view, event);
  else if (isOfNode(event)) applyNode(view, event);
  return view;
};

const isOfWorkload = (event: Recorded<BerthEvent>): event is WorkloadFact =>
  workloadTypes.has(event.type);
const isOfQueue = (event: Recorded<BerthEvent>): event is QueueFact => ofQueues.has(event.type);
const isOfNode = (event: Recorded<BerthEvent>): event is NodeFact => nodeTypes.has(event.type);

const applyQueue = (view: QueueBoard, event: QueueFact): void => {
  const id = event.subject.id;
  switch (event.type) {
    case 'QueueOpened':
      view.queues.set(id, { id, openedAt: event.revision, ...event.data });
      return;
    case 'QueueEntitled': {
      const queue: Mutable<BoardQueue> | undefined = view.queues.get(id);
      if (queue !== undefined) queue.entitlements = event.data.entitlements;
      return;
    }
    case 'QueueClosed':
      view.queues.delete(id);
      return;
  }
};
