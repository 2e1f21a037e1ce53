import {
  gpuMilliAllocatedOf,
  gpuMilliFreeOf,
  type NodeRow,
  nodeStateOf,
} from '../../../projections/node-list/index.ts';
import { fieldsOf, fixedText, number, text, word } from './field.ts';
import type { Resource } from './resource.ts';
import { nodeShape } from './work-shapes.ts';

/** The nodes that are not gone. */
export const nodes: Resource<NodeRow> = {
  path: 'nodes',
  kind: 'node',
  one: 'Node',
  many: 'Nodes',
  summary: 'Nodes that are not gone',
  shape: nodeShape,
  exampleId: 'node-1',
  views: ['nodes'],
  rows: ({ views }) => ({ rows: [...views.nodes.rows.values()] }),
  find: ({ views }, id) => views.nodes.rows.get(id),
  told: (row) => row,
  // What is held of a node changes with facts about workloads.
  tagOf: () => undefined,
  table: {
    noun: 'node',
    idOf: ({ id }) => id,
    usual: { sortBy: 'id', sortOrder: 'asc' },
    searched: [({ id }) => id, ({ name }) => name, ({ gpuModel }) => gpuModel],
    fields: fieldsOf<NodeRow>([
      ['id', fixedText(({ id }) => id)],
      ['name', text(({ name }) => name)],
      ['clusterId', text(({ clusterId }) => clusterId)],
      ['nodePoolId', text(({ nodePoolId }) => nodePoolId)],
      ['state', word(['Ready', 'Cordoned', 'Lost'], nodeStateOf)],
      ['gpuModel', text(({ gpuModel }) => gpuModel)],
      ['gpuCount', number(({ gpuCount }) => gpuCount)],
      ['allocatedGpuMilli', number(gpuMilliAllocatedOf)],
      ['freeGpuMilli', number(gpuMilliFreeOf)],
      ['brokenDevices', number(({ brokenDevices }) => brokenDevices.length)],
      ['pods', number(({ pods }) => pods)],
      ['revision', number(({ revision }) => revision)],
    ]),
  },
};
