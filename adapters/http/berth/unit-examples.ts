import { usualPlacement } from '../../../domain/node-pool/index.ts';
import { atMs, entitlements } from './moment-example.ts';

const unit = { createdAtMs: atMs, revision: 11 };

/** A department. */
export const departmentExample = {
  id: 'department',
  name: 'department',
  clusterId: 'cluster',
  grants: { default: entitlements },
  ...unit,
};

/** A project. */
export const projectExample = {
  id: 'vision',
  name: 'vision',
  departmentId: 'department',
  clusterId: 'cluster',
  defaultNodePoolId: 'default',
  grants: { default: entitlements },
  ...unit,
};

/** The pool that takes all nodes without a label. */
export const nodePoolExample = {
  id: 'default',
  name: 'default',
  clusterId: 'cluster',
  labelKey: '',
  labelValue: '',
  ...usualPlacement,
  ...unit,
};

/** A cluster that reports. */
export const clusterExample = {
  id: 'cluster',
  name: 'cluster',
  state: 'Connected',
  stateSinceMs: atMs,
  reason: '',
  ...unit,
};

/** Racks within zones. */
export const topologyExample = {
  id: 'cluster:racks',
  name: 'racks',
  clusterId: 'cluster',
  levels: ['topology.kubernetes.io/zone', 'example.com/rack'],
  ...unit,
};

/** Two devices of a class. */
export const claimExample = {
  id: 'cluster:pair',
  name: 'pair',
  clusterId: 'cluster',
  deviceClass: 'gpu.example.com',
  count: 2,
  ...unit,
};
