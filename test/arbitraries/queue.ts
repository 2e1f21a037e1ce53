import fc from 'fast-check';
import type { Entitlements } from '../../domain/foundation/shapes.ts';
import type { QueueEvent } from '../../domain/queue/events.ts';
import type { OpenQueue, Queue, QueueCommand } from '../../domain/queue/index.ts';
import {
  askedEntitlementsFrom,
  entitlementsOfGpus,
  mostlyFrom,
  mostlyNoneFrom,
  nameFrom,
} from './entitlements.ts';

type Opened = Extract<QueueEvent, { readonly type: 'QueueOpened' }>['data'];

const place: Opened = {
  ownerKind: 'project',
  ownerId: 'vision',
  nodePoolId: 'default',
  parentId: 'department:science@default',
  entitlements: entitlementsOfGpus(4),
};

/** A project's queue of 4 GPUs was opened below its department's. */
export const queueOpened = (data: Partial<Opened> = {}): QueueEvent => ({
  type: 'QueueOpened',
  data: { ...place, ...data },
});
/** A queue's entitlements were set anew. */
export const queueEntitled = (entitlements: Entitlements): QueueEvent => ({
  type: 'QueueEntitled',
  data: { entitlements },
});
/** A queue was closed. */
export const queueClosed: QueueEvent = { type: 'QueueClosed', data: {} };

/** Asks for the queue of `queueOpened`. */
export const openQueue = (data: Partial<OpenQueue> = {}): OpenQueue => ({
  type: 'OpenQueue',
  isParentOpen: true,
  ...place,
  ...data,
});

const openFrom: fc.Arbitrary<OpenQueue> = fc
  .record({
    ownerKind: fc.constantFrom('project' as const, 'department' as const),
    ownerId: nameFrom,
    nodePoolId: nameFrom,
    isTop: fc.boolean(),
    entitlements: askedEntitlementsFrom,
    isParentOpen: mostlyFrom,
  })
  .map(({ isTop, ...rest }) => ({
    type: 'OpenQueue',
    parentId: isTop ? '' : 'department:a@default',
    ...rest,
  }));

const entitleFrom: fc.Arbitrary<QueueCommand> = askedEntitlementsFrom.map((entitlements) => ({
  type: 'EntitleQueue',
  entitlements,
}));
const closeFrom: fc.Arbitrary<QueueCommand> = fc
  .record({ pendingWorkloads: mostlyNoneFrom, openChildren: mostlyNoneFrom })
  .map((counts) => ({ type: 'CloseQueue', ...counts }));

/** Commands that make sense in a state of a queue, and some that do not. */
export const queueCommandsFrom = (state: Queue): fc.Arbitrary<QueueCommand> =>
  fc.oneof(
    { weight: state.phase === 'Absent' ? 8 : 1, arbitrary: openFrom },
    { weight: 3, arbitrary: entitleFrom },
    { weight: 1, arbitrary: closeFrom },
  );
