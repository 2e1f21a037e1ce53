import { dnsLabelProblem, type FieldProblem, firstProblem } from '../foundation/field.ts';
import { type Either, isLeft, left, right } from '../foundation/fp.ts';
import {
  areSameEntitlements,
  type EntitlementRejection,
  type EntitlementsAsked,
  entitlementsOf,
} from './entitlement.ts';
import type { QueueEvent } from './events.ts';
import type { Queue, QueuePlace } from './state.ts';

/** Asks for a queue below another one; the sender knows whether that one is open. */
export interface OpenQueue extends QueuePlace {
  readonly type: 'OpenQueue';
  readonly entitlements: EntitlementsAsked;
  readonly isParentOpen: boolean;
}

/** Asks for other entitlements of an open queue. */
export interface EntitleQueue {
  readonly type: 'EntitleQueue';
  readonly entitlements: EntitlementsAsked;
}

/** Asks for a queue to be gone; the sender knows what still stands in it and below it. */
export interface CloseQueue {
  readonly type: 'CloseQueue';
  readonly pendingWorkloads: number;
  readonly openChildren: number;
}

/** What can be asked of a queue. */
export type QueueCommand = OpenQueue | EntitleQueue | CloseQueue;

/** Why a queue does not do as it was asked. */
export type QueueRejection =
  | EntitlementRejection
  | ({ readonly _tag: 'InvalidQueue' } & FieldProblem)
  | { readonly _tag: 'MissingParent'; readonly parentId: string }
  /** Open with other data, or closed: the id of a queue is not used twice. */
  | { readonly _tag: 'QueueExists'; readonly phase: 'Open' | 'Closed' }
  | { readonly _tag: 'QueueNotFound'; readonly phase: 'Absent' | 'Closed' }
  | {
      readonly _tag: 'QueueInUse';
      readonly pendingWorkloads: number;
      readonly openChildren: number;
    };

type Decision = Either<QueueRejection, readonly QueueEvent[]>;

/** Judges what is asked of a queue. */
export const decide = (command: QueueCommand, state: Queue): Decision => {
  switch (command.type) {
    case 'OpenQueue':
      return open(command, state);
    case 'EntitleQueue':
      return entitle(command, state);
    case 'CloseQueue':
      return close(command, state);
  }
};

const open = (command: OpenQueue, state: Queue): Decision => {
  const { ownerKind, ownerId, nodePoolId, parentId } = command;
  const entitlements = entitlementsOf(command.entitlements);
  if (isLeft(entitlements)) return entitlements;
  const data = { ownerKind, ownerId, nodePoolId, parentId, entitlements: entitlements.right };
  if (state.phase !== 'Absent') {
    const stands =
      state.phase === 'Open' &&
      isSamePlace(state, command) &&
      areSameEntitlements(state.entitlements, data.entitlements);
    return stands ? right([]) : left({ _tag: 'QueueExists', phase: state.phase });
  }
  const problem = placeProblem(command);
  if (problem !== undefined) return left({ _tag: 'InvalidQueue', ...problem });
  if (parentId !== '' && !command.isParentOpen) return left({ _tag: 'MissingParent', parentId });
  return right([{ type: 'QueueOpened', data }]);
};

const isSamePlace = (a: QueuePlace, b: QueuePlace): boolean =>
  a.ownerKind === b.ownerKind &&
  a.ownerId === b.ownerId &&
  a.nodePoolId === b.nodePoolId &&
  a.parentId === b.parentId;

const placeProblem = (place: QueuePlace): FieldProblem | undefined =>
  firstProblem(
    dnsLabelProblem('/ownerId', place.ownerId),
    dnsLabelProblem('/nodePoolId', place.nodePoolId),
    place.ownerKind === 'department' && place.parentId !== ''
      ? {
          pointer: '/parentId',
          value: place.parentId,
          problem: 'must be empty: a department stands at the top',
        }
      : undefined,
  );

const entitle = (command: EntitleQueue, state: Queue): Decision => {
  if (state.phase !== 'Open') return left({ _tag: 'QueueNotFound', phase: state.phase });
  const entitlements = entitlementsOf(command.entitlements);
  if (isLeft(entitlements)) return entitlements;
  if (areSameEntitlements(state.entitlements, entitlements.right)) return right([]);
  return right([{ type: 'QueueEntitled', data: { entitlements: entitlements.right } }]);
};

const close = (command: CloseQueue, state: Queue): Decision => {
  if (state.phase === 'Absent') return left({ _tag: 'QueueNotFound', phase: state.phase });
  if (state.phase === 'Closed') return right([]);
  const { pendingWorkloads, openChildren } = command;
  if (pendingWorkloads > 0 || openChildren > 0) {
    return left({ _tag: 'QueueInUse', pendingWorkloads, openChildren });
  }
  return right([{ type: 'QueueClosed', data: {} }]);
};
