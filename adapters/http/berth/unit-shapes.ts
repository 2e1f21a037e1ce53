import { Type } from 'typebox';
import { entitlementsShape } from '../../../domain/foundation/shapes.ts';
import type {
  ClusterRow,
  DepartmentRow,
  NodePoolRow,
  ProjectRow,
} from '../../../projections/org-units/index.ts';
import { atMs, revision, row, text } from './row-shape.ts';
import {
  clusterExample,
  departmentExample,
  nodePoolExample,
  projectExample,
} from './unit-examples.ts';

const unit = { id: text, name: text, createdAtMs: atMs, revision };
const grants = Type.Record(text, entitlementsShape, { description: 'by node pool' });

/** A department as a line of the grid. */
export const departmentShape = row<DepartmentRow>('DepartmentRow', departmentExample, {
  ...unit,
  clusterId: text,
  grants,
});

/** A project as a line of the grid. */
export const projectShape = row<ProjectRow>('ProjectRow', projectExample, {
  ...unit,
  departmentId: text,
  clusterId: text,
  defaultNodePoolId: text,
  defaultNodePoolIds: Type.Optional(Type.Array(text)),
  grants,
});

/** A node pool as a line of the grid. */
export const nodePoolShape = row<NodePoolRow>('NodePoolRow', nodePoolExample, {
  ...unit,
  clusterId: text,
  labelKey: text,
  labelValue: text,
  gpuPlacement: text,
  cpuPlacement: text,
});

/** A cluster as a line of the grid. */
export const clusterShape = row<ClusterRow>('ClusterRow', clusterExample, {
  ...unit,
  state: text,
  stateSinceMs: atMs,
  reason: text,
});
