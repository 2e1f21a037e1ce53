import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { parted } from '../../domain/foundation/gang.ts';
import type { PodName, PodPlacement } from '../../domain/foundation/shapes.ts';
import { booksOf } from './keep-books.ts';

/** What is held of cards, kept card by card. */
interface Cards {
  /** Of each node: thousandths of each of its cards. */
  readonly held: Map<string, number[]>;
  readonly byWorkload: Map<string, readonly PodPlacement[]>;
  /** All that was ever given, and that came back. @unit thousandths of a card */
  given: number;
  returned: number;
}

const releasing: ReadonlySet<string> = new Set([
  'WorkloadEvicted',
  'WorkloadStopped',
  'WorkloadCompleted',
  'WorkloadFailed',
  'WorkloadRetryScheduled',
  'WorkloadDeleted',
]);

const give = (cards: Cards, id: string, pods: readonly PodPlacement[]): string | undefined => {
  cards.byWorkload.set(id, [...(cards.byWorkload.get(id) ?? []), ...pods]);
  for (const { nodeId, devices, gpuMilli } of pods) {
    const node = cards.held.get(nodeId);
    for (const card of devices) {
      const before = node?.[card];
      if (node === undefined || before === undefined)
        return `${id} is given card ${card} of ${nodeId}, which is not there`;
      const after = before + gpuMilli;
      if (after > 1000)
        return `card ${card} of ${nodeId} is given to ${after} of 1000 when ${id} gets ${gpuMilli}`;
      node[card] = after;
      cards.given += gpuMilli;
    }
  }
  return undefined;
};

const takeBack = (cards: Cards, id: string, names?: readonly PodName[]): void => {
  const held = cards.byWorkload.get(id) ?? [];
  const { named, others } = names === undefined ? { named: held, others: [] } : parted(held, names);
  for (const { nodeId, devices, gpuMilli } of named) {
    const node = cards.held.get(nodeId);
    for (const card of devices) {
      if (node !== undefined) node[card] = (node[card] ?? 0) - gpuMilli;
      cards.returned += gpuMilli;
    }
  }
  if (others.length > 0) cards.byWorkload.set(id, others);
  else cards.byWorkload.delete(id);
};

const step = (cards: Cards, fact: BerthRecorded): string | undefined => {
  const { id } = fact.subject;
  if (fact.type === 'NodeJoined' && !cards.held.has(id))
    cards.held.set(
      id,
      Array.from({ length: fact.data.gpuCount }, () => 0),
    );
  if (fact.type === 'WorkloadAllocated' && cards.byWorkload.has(id))
    return `${id} is given cards and holds some already`;
  if (fact.type === 'WorkloadAllocated' || fact.type === 'WorkloadGrown')
    return give(cards, id, fact.data.placements);
  if (fact.type === 'WorkloadPodsReleased' || fact.type === 'WorkloadPodsLost')
    takeBack(cards, id, fact.data.pods);
  if (releasing.has(fact.type)) takeBack(cards, id);
  return undefined;
};

/** What workloads that have not ended hold, by the books. @unit thousandths of a card */
const heldByBooks = (facts: readonly BerthRecorded[]): number => {
  let milli = 0;
  for (const { stage, pods, podsLeaving } of booksOf(facts).workloads.values())
    if (stage === 'bound' || stage === 'leaving')
      for (const { devices, gpuMilli } of [...pods, ...podsLeaving])
        milli += devices.length * gpuMilli;
  return milli;
};

/**
 * What was given of each card is held by somebody or has come back: no card is given twice, nobody is given cards twice,
 * and at the end the cards that are held are those of workloads that have not ended.
 */
export const devicesAreConserved = (facts: readonly BerthRecorded[]): string | undefined => {
  const cards: Cards = { held: new Map(), byWorkload: new Map(), given: 0, returned: 0 };
  for (const fact of facts) {
    const wrong = step(cards, fact);
    if (wrong !== undefined) return `revision ${fact.revision}: ${wrong}`;
  }
  const { given, returned } = cards;
  const held = heldByBooks(facts);
  return given - returned === held
    ? undefined
    : `${given} thousandths of cards were given, ${returned} came back, and ${held} are held`;
};
