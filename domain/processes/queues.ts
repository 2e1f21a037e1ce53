import type { BerthRecorded } from '../catalogue/events.ts';
import { compareIds } from '../foundation/ids.ts';
import type { Entitlements } from '../foundation/shapes.ts';
import { known, type KnownQueue, type QueuesState } from './known-queues.ts';
import { areSameEntitlements, queueIdOf, type QueuePlace } from '../queue/index.ts';
import { handling, nothing, type Process, type ProcessCommand } from './process.ts';

/**
 * Opens, revises and closes queues as projects and departments are granted quota and deleted.
 *
 * A project's queue stands below the queue of its department in the same pool and waits for it; a department's queue
 * closes when those below it have.
 * @source architecture §3 (who owns what) · product reference §3.1
 */
export const queuesProcess: Process<QueuesState> = {
  name: 'queues',
  handles: handling(
    'ProjectCreated',
    'DepartmentQuotaGranted',
    'ProjectQuotaGranted',
    'ProjectDeleted',
    'DepartmentDeleted',
    'QueueOpened',
    'QueueClosed',
  ),
  initial: () => ({
    departmentOf: new Map(),
    queues: new Map(),
    owned: new Map(),
    children: new Map(),
  }),
  react: (state, event) => {
    switch (event.type) {
      case 'ProjectCreated':
        state.departmentOf.set(event.subject.id, event.data.departmentId);
        return nothing;
      case 'DepartmentQuotaGranted':
      case 'ProjectQuotaGranted':
        return grant(state, event);
      case 'ProjectDeleted':
      case 'DepartmentDeleted':
        return closeOwned(state, event.subject.kind, event.subject.id);
      case 'QueueOpened':
        return opened(state, event.subject.id, event.data);
      case 'QueueClosed':
        return closed(state, event.subject.id);
      default:
        return nothing;
    }
  },
};

type GrantRecorded = Extract<
  BerthRecorded,
  { readonly type: 'DepartmentQuotaGranted' | 'ProjectQuotaGranted' }
>;

const grant = (state: QueuesState, event: GrantRecorded): readonly ProcessCommand[] => {
  const { nodePoolId, entitlements } = event.data;
  const queue = known(state, placeOf(state, event, nodePoolId));
  queue.granted = entitlements;
  switch (queue.phase) {
    case 'Awaited':
      return open(state, queue);
    case 'Open':
      return [entitle(queue.id, entitlements)];
    // What was asked for will open first; then it is compared with what was granted last.
    case 'Asked':
    case 'Closed':
      return nothing;
  }
};

const placeOf = (state: QueuesState, event: GrantRecorded, nodePoolId: string): QueuePlace => {
  const ownerId = event.subject.id;
  if (event.type === 'DepartmentQuotaGranted') {
    return { ownerKind: 'department', ownerId, nodePoolId, parentId: '' };
  }
  const departmentId = state.departmentOf.get(ownerId) ?? '';
  const parentId = queueIdOf({ ownerKind: 'department', ownerId: departmentId, nodePoolId });
  return { ownerKind: 'project', ownerId, nodePoolId, parentId };
};

/** Asks for a queue if it has a grant and something to stand below; else its parent's opening will ask. */
const open = (state: QueuesState, queue: KnownQueue): readonly ProcessCommand[] => {
  const { place, granted } = queue;
  if (granted === undefined || queue.isOwnerDeleted || queue.phase !== 'Awaited') return nothing;
  const isParentOpen = place.parentId === '' || state.queues.get(place.parentId)?.phase === 'Open';
  if (!isParentOpen) return nothing;
  queue.phase = 'Asked';
  const command = { type: 'OpenQueue', ...place, entitlements: granted, isParentOpen } as const;
  return [{ subject: { kind: 'queue', id: queue.id }, command }];
};

const entitle = (id: string, entitlements: Entitlements): ProcessCommand => ({
  subject: { kind: 'queue', id },
  command: { type: 'EntitleQueue', entitlements },
});

const opened = (
  state: QueuesState,
  id: string,
  { entitlements, ...place }: QueuePlace & { readonly entitlements: Entitlements },
): readonly ProcessCommand[] => {
  const queue = known(state, place);
  queue.phase = 'Open';
  state.queues.get(place.parentId)?.openChildren.add(id);
  const commands: ProcessCommand[] = [];
  const { granted } = queue;
  if (granted !== undefined && !areSameEntitlements(granted, entitlements)) {
    commands.push(entitle(id, granted));
  }
  const waiting = [...(state.children.get(id) ?? [])].toSorted((a, b) => compareIds(a.id, b.id));
  for (const child of waiting) commands.push(...open(state, child));
  return [...commands, ...close(queue)];
};

const closeOwned = (
  state: QueuesState,
  ownerKind: string,
  ownerId: string,
): readonly ProcessCommand[] => {
  const commands: ProcessCommand[] = [];
  for (const queue of state.owned.get(`${ownerKind}/${ownerId}`) ?? []) {
    queue.isOwnerDeleted = true;
    commands.push(...close(queue));
  }
  return commands;
};

/** A deleted owner has no live workloads and no projects; only queues that are still closing can be in the way. */
const close = (queue: KnownQueue): readonly ProcessCommand[] => {
  const isDue = queue.isOwnerDeleted && queue.phase === 'Open' && queue.openChildren.size === 0;
  if (!isDue) return nothing;
  const command = { type: 'CloseQueue', pendingWorkloads: 0, openChildren: 0 } as const;
  return [{ subject: { kind: 'queue', id: queue.id }, command }];
};

const closed = (state: QueuesState, id: string): readonly ProcessCommand[] => {
  const queue = state.queues.get(id);
  if (queue === undefined) return nothing;
  queue.phase = 'Closed';
  const parent = state.queues.get(queue.place.parentId);
  if (parent === undefined) return nothing;
  parent.openChildren.delete(id);
  return close(parent);
};
