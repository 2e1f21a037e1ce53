import {
  addNode,
  forget,
  leave,
  type NodeOffer,
  release,
  removeNode,
  type Snapshot,
} from '../domain/allocation/index.ts';
import { announce, type Asked, runOn, submit } from './asking.ts';
import { asking, node, type Shape } from './kube-shape.ts';
import { gib, offerOf } from './pool.ts';

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
export const preempting: Shape = {
  initPod: () => ({ priority: 10, ...asking({ cpuMilli: 900 }) }),
  besides: {
    everyMs: 200,
    run: (snapshot, round) => submit(snapshot, { ...large(round), ...asking({ cpuMilli: 3000 }) }),
  },
  note: 'a 3-core pod of high priority every 200 ms evicts others',
};

/** Pods that fit nowhere keep coming. */
export const unschedulable: Shape = {
  besides: { everyMs: 200, run: (snapshot, round) => submit(snapshot, large(round)) },
  note: 'a 9-core pod that fits nowhere every 200 ms',
};

/** A node and a pod keep going and coming back. */
export const churning: Shape = {
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
export const daemons: Shape = {
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

/** Many are held back, others are being deleted. */
export const gated: Shape = {
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

/** Many that are deleted are not gone yet. */
export const deleted: Shape = {
  before: (snapshot, { nodes }) => addLeavers(snapshot, 5000, nodes),
  note: '5,000 that are deleted hold their places',
};
