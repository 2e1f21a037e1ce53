import { createHash } from 'node:crypto';
import { defaultPolicy, type Plan, setQueueTerms } from '../../../domain/allocation/index.ts';
import type { QueueTerms } from '../../../domain/foundation/queue-terms.ts';
import type { Rules } from '../../arbitraries/kernel/rules.ts';
import { named, type NodeWish } from '../../arbitraries/kernel/nodes.ts';
import type { Step } from '../../arbitraries/kernel/steps.ts';
import type { ClaimWish, World } from '../../arbitraries/kernel/worlds.ts';
import { podsAt } from '../../oracles/books.ts';
import type { Fact } from '../../oracles/facts.ts';
import { begin, happen, look, type Tale, take } from '../../domain/allocation/world.ts';

/** What happens in a history: all that happens in worlds, and what is seldom. */
export type Turn =
  | Step
  /** A queue asks for something else besides shares. */
  | { readonly type: 'terms'; readonly pick: number; readonly terms: QueueTerms }
  /** A claim becomes another one. */
  | { readonly type: 'claim'; readonly claim: ClaimWish }
  | { readonly type: 'topology'; readonly name: string; readonly levels: readonly string[] }
  /** A node of the same name is another one. */
  | { readonly type: 'rejoin'; readonly pick: number; readonly node: NodeWish }
  /** What nobody would say as a rule. */
  | { readonly type: 'facts'; readonly facts: readonly Fact[] }
  /** Everybody who was told to leave has left. */
  | { readonly type: 'all-exit' }
  /** The kernel is asked with a few actions alone, or at another time; nothing comes of it. */
  | { readonly type: 'ask'; readonly moment: Parameters<typeof look>[1] };

/** A past that is played again. */
export interface History {
  readonly name: string;
  /** Begins under these rules instead of the usual ones. */
  readonly rules: Rules;
  /** Nobody is told why it waits, so that every plan says it of everybody. */
  readonly isSilent: boolean;
  /** Plans are looked at after so many turns, besides those that are carried out. */
  readonly lookEvery: number;
  readonly world: Omit<World, 'steps'>;
  readonly turns: readonly Turn[];
}

/** What the kernel was told since the plan before, and what it decided then, each as a few digits. */
export interface Told {
  readonly inputs: string;
  readonly plan: string;
}

const sorted = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** The first digits of the digest of a value; the order of its keys says nothing. */
export const digest = (value: unknown, digits: number): string =>
  createHash('sha256').update(JSON.stringify(value, sorted)).digest('hex').slice(0, digits);

const nodeAt = ({ books }: Tale, pick: number): string | undefined => {
  const ids = [...books.nodes.keys()];
  return ids[pick % Math.max(1, ids.length)];
};

const allExit = (tale: Tale): readonly Fact[] =>
  [...tale.books.jobs].flatMap(([id, job]): readonly Fact[] => {
    const leaving = podsAt(job, 'leaving').map(({ subGroup, pod }) => ({ subGroup, pod }));
    if (leaving.length === 0) return [];
    const released: Fact = { type: 'released', id, pods: leaving };
    return job.exit === 'ends' ? [released, { type: 'forgotten', id }] : [released];
  });

type Odd = Exclude<Turn, Step | { readonly type: 'ask' | 'terms' }>;

/** The facts that a seldom turn becomes. */
const oddFacts = (tale: Tale, turn: Odd): readonly Fact[] => {
  switch (turn.type) {
    case 'claim': {
      const { queue, ...claim } = turn.claim;
      return [{ type: 'claim', claim: { ...claim, queueId: tale.leaves[queue] ?? '' } }];
    }
    case 'topology':
      return [turn];
    case 'rejoin': {
      const id = nodeAt(tale, turn.pick);
      return id === undefined ? [] : [{ type: 'joined', offer: named(turn.node, id) }];
    }
    case 'facts':
      return turn.facts;
    case 'all-exit':
      return allExit(tale);
  }
};

const setTerms = (tale: Tale, pick: number, terms: QueueTerms): void => {
  const ids = [...tale.books.queues.keys()];
  setQueueTerms(tale.snapshot, ids[pick % Math.max(1, ids.length)] ?? '', terms);
};

const takeTurn = (tale: Tale, turn: Turn): Plan | undefined => {
  switch (turn.type) {
    case 'ask':
      return look(tale, turn.moment);
    case 'terms':
      setTerms(tale, turn.pick, turn.terms);
      return undefined;
    case 'claim':
    case 'topology':
    case 'rejoin':
    case 'facts':
    case 'all-exit':
      happen(tale, ...oddFacts(tale, turn));
      return undefined;
    default:
      return take(tale, turn);
  }
};

/** Plays a history: every plan in it, in order, with what was told before it. */
export function* played(history: History): Generator<Told> {
  const { rules, isSilent, lookEvery, world, turns } = history;
  const policy = { ...defaultPolicy, version: 'first', ...rules };
  const tale = begin({ ...world, steps: [] }, policy, isSilent);
  let told = 0;
  const after = (turn: unknown, plan: Plan): Told => {
    const inputs = digest([turn, tale.facts.slice(told)], 2);
    told = tale.facts.length;
    return { inputs, plan: digest(plan, 4) };
  };
  yield after(rules, look(tale));
  for (const [at, turn] of turns.entries()) {
    const before = tale.facts.length;
    const plan = takeTurn(tale, turn);
    if (plan !== undefined) {
      // What came of it is told before the next one.
      const facts = tale.facts.splice(before);
      yield after(turn, plan);
      tale.facts.push(...facts);
      continue;
    }
    if (at % lookEvery === 0) yield after(turn, look(tale));
  }
}
