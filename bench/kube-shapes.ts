import { defaultPolicy, plan, type Snapshot } from '../domain/allocation/index.ts';
import { type Asked, submit } from './asking.ts';
import { blue, green, hosts, mixed, red, yellow } from './kube-affinity.ts';
import { churning, daemons, deleted, gated, preempting, unschedulable } from './kube-churn.ts';
import { asking, node, pod, type Shape } from './kube-shape.ts';
import type { KubeScenario } from './peer-scenarios.ts';
import { fold, open, poolOf } from './pool.ts';

/** The shapes by the words before the first `/` of their names. */
export const shapes: Readonly<Record<string, Shape>> = {
  SchedulingBasic: {},
  SchedulingDaemonset: daemons,
  PreemptionAsync: preempting,
  Unschedulable: unschedulable,
  SchedulingWithMixedChurn: churning,
  SchedulingWhileGated: gated,
  SchedulingDeletedPodsWithFinalizers: deleted,
  SchedulingWithExtendedResource: {
    node: () => ({ ...node, gpuCount: 1 }),
    pod: () => asking({ gpuDevices: 1, gpuMilli: 1000 }),
    note: 'one GPU a node, one a pod',
  },
  SchedulingNodeAffinity: { pod: () => ({ nodeSelector: { zone: ['zone1', 'zone2'] } }) },
  SchedulingPodAntiAffinity: { node: hosts, pod: green, note: 'no two on a node' },
  SchedulingPodMatchingAntiAffinity: {
    node: hosts,
    initPod: green,
    pod: () => asking({}, { podLabels: { color: 'green' } }),
    note: 'those that are there want none of the measured beside them',
  },
  SchedulingPodAffinity: { node: hosts, pod: blue, note: 'all in one zone' },
  SchedulingPreferredPodAffinity: { node: hosts, pod: red },
  SchedulingPreferredPodAntiAffinity: { node: hosts, pod: yellow },
  MixedSchedulingBasePod: {
    node: hosts,
    initPod: mixed,
    note: 'pods with and without affinities are there',
  },
  SchedulingRequiredPodAntiAffinityWithNSSelector: {
    node: hosts,
    pod: green,
    note: 'no two on a node; selectors see all namespaces',
  },
};

/** A measured pod by its number. */
export const measuredPod = (shape: Shape, at: number): Asked => ({
  id: `pod-${at}`,
  age: 100_000 + at,
  queueId: 'queue',
  request: pod,
  ...shape.pod?.(at),
});

/** The pool before the measured pods come: nodes, those who are there already, all of them told. */
export const poolBefore = (shape: Shape, scenario: KubeScenario): Snapshot => {
  const snapshot = poolOf(scenario.nodes, shape.node ?? (() => node));
  open(snapshot, { id: 'queue' });
  shape.before?.(snapshot, scenario);
  const initPod = shape.initPod ?? shape.pod;
  for (let at = 0; at < (scenario.init_pods ?? 0); at += 1)
    submit(snapshot, {
      id: `init-${at}`,
      age: at,
      queueId: 'queue',
      request: pod,
      ...initPod?.(at),
    });
  fold(snapshot, plan(snapshot, defaultPolicy));
  return snapshot;
};
