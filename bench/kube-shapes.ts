import {
  addNode,
  defaultPolicy,
  forget,
  leave,
  type NodeOffer,
  plan,
  release,
  removeNode,
  type Snapshot,
} from '../domain/allocation/index.ts';
import type { Affinity, PodTerm, SubGroup } from '../domain/foundation/shapes.ts';
import type { KubeScenario } from './peer-scenarios.ts';
import {
  announce,
  type Asked,
  cards,
  fold,
  gib,
  offerOf,
  open,
  poolOf,
  runOn,
  submit,
} from './pool.ts';

const pod = { ...cards(0), cpuMilli: 100, memoryBytes: 500 * 2 ** 20 };
const node: Partial<NodeOffer> = {
  cpuMilli: 4000,
  memoryBytes: 32 * gib,
  podsMax: 110,
  gpuCount: 0,
  labels: { zone: 'zone1' },
};

/** What a scenario does besides creating equal pods on equal nodes. */
export interface Shape {
  readonly node?: (at: number) => Partial<NodeOffer>;
  /** A measured pod. */
  readonly pod?: (at: number) => Partial<Asked>;
  /** A pod that is there before; like the measured ones where it is left out. */
  readonly initPod?: (at: number) => Partial<Asked>;
  readonly before?: (snapshot: Snapshot, scenario: KubeScenario) => void;
  /** What happens besides, so often. @unit ms */
  readonly besides?: {
    readonly everyMs: number;
    readonly run: (snapshot: Snapshot, round: number) => void;
  };
  readonly note?: string;
}

const group = (request: Partial<SubGroup['request']>, but: Partial<SubGroup> = {}): SubGroup => ({
  name: 'workers',
  pods: 1,
  request: { ...pod, ...request },
  ...but,
});

const asking = (request: Partial<SubGroup['request']>, but: Partial<SubGroup> = {}) => ({
  subGroups: [group(request, but)],
});

/** Far above what any pod of a measured kind has in age, so that the others stay the older ones. */
const laterAge = 1_000_000;
const large = (round: number): Asked => ({
  id: `large-${round}`,
  age: laterAge + round,
  queueId: 'queue',
  priority: 90,
  ...asking({ cpuMilli: 9000 }),
});

/** Low-priority pods fill nine tenths; every 200 ms one of 3 cores takes the place of some, who are gone for good. */
const preempting: Shape = {
  initPod: () => ({ priority: 10, ...asking({ cpuMilli: 900 }) }),
  besides: {
    everyMs: 200,
    run: (snapshot, round) => submit(snapshot, { ...large(round), ...asking({ cpuMilli: 3000 }) }),
  },
  note: 'a 3-core pod of high priority every 200 ms evicts others',
};

const unschedulable: Shape = {
  besides: { everyMs: 200, run: (snapshot, round) => submit(snapshot, large(round)) },
  note: 'a 9-core pod that fits nowhere every 200 ms',
};

const churning: Shape = {
  besides: {
    everyMs: 1000,
    run: (snapshot, round) => {
      removeNode(snapshot, 'churn');
      addNode(snapshot, offerOf(0, { ...node, id: 'churn' }));
      forget(snapshot, `large-${round - 1}`);
      submit(snapshot, large(round));
    },
  },
  note: 'every second a node and a pod are taken away and come back',
};

const oneNode: NodeOffer = offerOf(0, {
  ...node,
  id: 'named',
  labels: { name: 'named' },
  cpuMilli: 10_000_000,
  memoryBytes: 50_000 * gib,
  podsMax: 90_000,
});

/** All pods name one node, as those of one daemon do theirs. */
const daemons: Shape = {
  before: (snapshot) => addNode(snapshot, oneNode),
  pod: () => ({ nodeSelector: { name: ['named'] } }),
  note: 'all pods name one node',
};

/** Pods that are being deleted: they hold their places until they are gone. */
const addLeavers = (snapshot: Snapshot, count: number, nodes: number): void => {
  for (let at = 0; at < count; at += 1) {
    const id = `deleted-${at}`;
    const asked = { id, age: at, queueId: 'queue', ...asking({}) };
    runOn(snapshot, asked, { node: at % nodes, devices: [] });
    leave(snapshot, id, { returns: false });
  }
};

const gated: Shape = {
  node: () => ({ ...node, cpuMilli: 10_000_000, memoryBytes: 50_000 * gib, podsMax: 90_000 }),
  before: (snapshot, { gated_pods: held = 0, deleting_pods: deleted = 0 }) => {
    for (let at = 0; at < held; at += 1)
      announce(snapshot, { id: `gated-${at}`, age: at, queueId: 'queue', ...asking({}) });
    addLeavers(snapshot, deleted, 1);
  },
  besides: {
    everyMs: 20,
    run: (snapshot, round) => {
      release(snapshot, `deleted-${round}`);
      forget(snapshot, `deleted-${round}`);
    },
  },
  note: '10,000 are held back, 50 a second are deleted',
};

const deleted: Shape = {
  before: (snapshot, { nodes }) => addLeavers(snapshot, 5000, nodes),
  note: '5,000 that are deleted hold their places',
};

const term = (color: string, topologyKey: string, weight?: number): PodTerm => ({
  labels: { color },
  topologyKey,
  ...(weight === undefined ? {} : { weight }),
});

const hosts = (at: number): Partial<NodeOffer> => ({
  ...node,
  labels: { zone: 'zone1', host: `host-${at}` },
});

const liking = (color: string, affinity: Affinity) => (): Partial<Asked> =>
  asking({}, { podLabels: { color }, affinity });

const green = liking('green', { podAntiAffinity: [term('green', 'host')] });
const blue = liking('blue', { podAffinity: [term('blue', 'zone')] });
const red = liking('red', { podAffinity: [term('red', 'host', 1)] });
const yellow = liking('yellow', { podAntiAffinity: [term('yellow', 'host', 1)] });
const plain = (): Partial<Asked> => asking({});
const kinds = [plain, green, blue, red, yellow];

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
    initPod: (at) => (kinds[at % kinds.length] ?? plain)(),
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
