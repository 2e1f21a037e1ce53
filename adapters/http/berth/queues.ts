import { type QueueRowWithShare, withFairShares } from '../../../projections/queue-board/index.ts';
import { fieldsOf, fixedText, number, text, word } from './field.ts';
import type { Resource } from './resource.ts';
import { queueShape } from './work-shapes.ts';

/** The open queues with what each holds, asks for and deserves now; each below its parent. */
export const queues: Resource<QueueRowWithShare> = {
  path: 'queues',
  kind: 'queue',
  one: 'Queue',
  many: 'Queues',
  summary: 'Queues with what each holds, asks for and deserves now',
  shape: queueShape,
  exampleId: 'vision@default',
  isOfUse: true,
  views: ['queues'],
  rows: ({ views, pastUse }) => ({ rows: withFairShares(views.queues, pastUse()) }),
  find: ({ views, pastUse }, id) =>
    views.queues.queues.has(id)
      ? withFairShares(views.queues, pastUse()).find((row) => row.id === id)
      : undefined,
  told: (row) => row,
  // What is fair changes with every workload and node of the pool.
  tagOf: () => undefined,
  table: {
    noun: 'queue',
    idOf: ({ id }) => id,
    usual: { sortBy: 'id', sortOrder: 'asc' },
    searched: [({ id }) => id],
    fields: fieldsOf<QueueRowWithShare>([
      ['id', fixedText(({ id }) => id)],
      ['ownerKind', word(['project', 'department'], ({ ownerKind }) => ownerKind)],
      ['ownerId', text(({ ownerId }) => ownerId)],
      ['nodePoolId', text(({ nodePoolId }) => nodePoolId)],
      ['parentId', text(({ parentId }) => parentId)],
      ['depth', number(({ depth }) => depth)],
      ['pending', number(({ subtree }) => subtree.pending)],
      ['running', number(({ subtree }) => subtree.running)],
      ['allocatedGpuMilli', number(({ subtree }) => subtree.allocated.gpuMilli)],
      ['requestedGpuMilli', number(({ subtree }) => subtree.requested.gpuMilli)],
      ['fairShareGpuMilli', number(({ fairShare }) => fairShare.gpuMilli)],
      ['usageGpuMilli', number(({ usage }) => usage.gpuMilli)],
      ['quotaGpuMilli', number(({ entitlements }) => entitlements.gpuMilli.quota)],
    ]),
  },
};
