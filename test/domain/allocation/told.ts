import {
  addClaim,
  addNode,
  addPending,
  addWorkload,
  bind,
  closeQueue,
  createSnapshot,
  defer,
  entitleQueue,
  forget,
  leave,
  markDevice,
  markNode,
  nominate,
  noteBroken,
  openQueue,
  type Plan,
  release,
  removeNode,
  setTopology,
  setUsage,
  type Snapshot,
  voidNominations,
} from '../../../domain/allocation/index.ts';
import { evictionFact, givenFact } from '../../oracles/decisions.ts';
import type { Fact, FactOf } from '../../oracles/facts.ts';

type NodeFact = FactOf<'joined' | 'removed' | 'marked' | 'device'>;
type QueueFact = FactOf<'opened' | 'entitled' | 'closed' | 'used' | 'topology' | 'claim'>;
type JobFact = Exclude<Fact, NodeFact | QueueFact>;

const ofNodes: ReadonlySet<string> = new Set(['joined', 'removed', 'marked', 'device']);
const ofQueues: ReadonlySet<string> = new Set([
  'opened',
  'entitled',
  'closed',
  'used',
  'topology',
  'claim',
]);
const isOfNode = (fact: Fact): fact is NodeFact => ofNodes.has(fact.type);
const isOfQueue = (fact: Fact): fact is QueueFact => ofQueues.has(fact.type);

const tellNode = (snapshot: Snapshot, fact: NodeFact): void => {
  switch (fact.type) {
    case 'joined':
      addNode(snapshot, fact.offer);
      break;
    case 'removed':
      removeNode(snapshot, fact.id);
      break;
    case 'marked':
      markNode(snapshot, fact.id, fact.news);
      break;
    case 'device':
      markDevice(snapshot, fact.id, fact.news);
  }
  voidNominations(snapshot);
};

const tellQueue = (snapshot: Snapshot, fact: QueueFact): void => {
  switch (fact.type) {
    case 'opened':
      return openQueue(snapshot, fact.opening);
    case 'entitled':
      return entitleQueue(snapshot, fact.id, fact.entitlements);
    case 'closed':
      return closeQueue(snapshot, fact.id);
    case 'used':
      return setUsage(snapshot, fact.id, fact.usageMilli);
    case 'topology':
      return setTopology(snapshot, fact.name, fact.levels);
    case 'claim':
      return addClaim(snapshot, fact.claim);
  }
};

const tellJob = (snapshot: Snapshot, fact: JobFact): void => {
  switch (fact.type) {
    case 'submitted':
      return addWorkload(snapshot, fact.submission);
    case 'queued':
      return addPending(snapshot, fact.id, fact);
    case 'bound':
      return bind(snapshot, fact.id, fact.assignment);
    case 'nominated':
      return nominate(snapshot, fact.id, fact.assignment);
    case 'leaving':
      return leave(snapshot, fact.id, fact);
    case 'released':
      return release(snapshot, fact.id, fact.pods);
    case 'broken':
      return noteBroken(snapshot, fact.id, fact.sinceMs);
    case 'told':
      return defer(snapshot, fact.id, fact.tag);
    case 'forgotten':
      return forget(snapshot, fact.id);
  }
};

/** Tells the kernel a fact. */
export const tell = (snapshot: Snapshot, fact: Fact): void => {
  if (isOfNode(fact)) tellNode(snapshot, fact);
  else if (isOfQueue(fact)) tellQueue(snapshot, fact);
  else tellJob(snapshot, fact);
};

/** What the kernel knows after a past, from nothing. */
export const snapshotOf = (facts: readonly Fact[]): Snapshot => {
  const snapshot = createSnapshot('pool');
  for (const fact of facts) tell(snapshot, fact);
  return snapshot;
};

/** The facts that a plan becomes when it is carried out. */
export const carriedOut = (made: Plan, nowMs: number): readonly Fact[] => [
  ...made.evictions.map(evictionFact),
  ...made.nominations.map((one) => givenFact(one, false)),
  ...made.placements.map((one) => givenFact(one, true, nowMs)),
  ...made.verdicts.map(({ workloadId, verdict }): Fact => ({
    type: 'told',
    id: workloadId,
    tag: verdict._tag,
  })),
];
