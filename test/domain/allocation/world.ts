import {
  defaultPolicy,
  type Moment,
  plan,
  type Plan,
  type Policy,
  type Snapshot,
} from '../../../domain/allocation/index.ts';
import { named, topologyLevels, topologyName } from '../../arbitraries/kernel/nodes.ts';
import { leavesOf } from '../../arbitraries/kernel/queues.ts';
import type { Job } from '../../arbitraries/kernel/jobs.ts';
import type { Step } from '../../arbitraries/kernel/steps.ts';
import type { Placed, World } from '../../arbitraries/kernel/worlds.ts';
import { note } from '../../oracles/book-facts.ts';
import { type Books, noBooks, podsAt } from '../../oracles/books.ts';
import type { Fact } from '../../oracles/facts.ts';
import { isEnough, startingPods } from '../../oracles/gangs.ts';
import { findSeats } from '../../oracles/seat-search.ts';
import { factsOf } from './happenings.ts';
import { carriedOut, snapshotOf, tell } from './told.ts';

/** A world as it goes on: what the kernel was told, and books of the same that the kernel never sees. */
export interface Tale {
  readonly facts: Fact[];
  readonly books: Books;
  readonly snapshot: Snapshot;
  /** Leaves of the tree, where jobs wait. */
  readonly leaves: readonly string[];
  /** Whether nobody is told why it waits, so that every plan says all. */
  readonly isSilent: boolean;
  policy: Policy;
  nowMs: number;
  /** How many jobs and nodes there have been. */
  jobs: number;
  nodes: number;
  /** How often other rules were adopted. */
  rules: number;
}

/** Tells both the kernel and the books. */
export const happen = (tale: Tale, ...facts: readonly Fact[]): void => {
  for (const fact of facts) {
    tale.facts.push(fact);
    note(tale.books, fact);
    tell(tale.snapshot, fact);
  }
};

/** What the kernel says now; nothing comes of it. */
export const look = (tale: Tale, moment: Partial<Moment> = {}): Plan =>
  plan(tale.snapshot, tale.policy, { nowMs: tale.nowMs, ...moment });

/** What the kernel would say that was told the same, at once, and that never planned before. */
export const lookAnew = (tale: Tale, facts: readonly Fact[] = tale.facts): Plan =>
  plan(snapshotOf(facts), tale.policy, { nowMs: tale.nowMs });

/** What the kernel says now, carried out; in a silent tale nobody is told why it waits. */
export const act = (tale: Tale, moment: Partial<Moment> = {}): Plan => {
  const made = look(tale, moment);
  const facts = carriedOut(made, tale.nowMs);
  happen(tale, ...facts.filter(({ type }) => !(tale.isSilent && type === 'told')));
  noteGangs(tale);
  return made;
};

/** Whoever runs with less than it needs is said to be broken, until it is not any more. */
const noteGangs = (tale: Tale): void => {
  for (const [id, job] of tale.books.jobs) {
    const bound = podsAt(job, 'bound');
    const isBroken = job.exit === 'none' && bound.length > 0 && !isEnough(job.submission, bound);
    if (isBroken === job.brokenSinceMs >= 0) continue;
    happen(tale, { type: 'broken', id, sinceMs: isBroken ? tale.nowMs : -1 });
  }
};

/** A job is submitted and waits; its id. */
export const submit = (tale: Tale, { queue, ...job }: Job): string => {
  const id = `job-${String(tale.jobs).padStart(2, '0')}`;
  tale.jobs += 1;
  const queueId = tale.leaves[queue % tale.leaves.length] ?? '';
  happen(
    tale,
    { type: 'submitted', submission: { ...job, id, age: tale.facts.length + 1 } },
    { type: 'queued', id, queueId, attempt: 1 },
  );
  return id;
};

/** A job is there and runs where it can, whatever the rules would have said. */
const settle = (tale: Tale, { job, from }: Placed): void => {
  const id = submit(tale, job);
  const booked = tale.books.jobs.get(id);
  if (booked === undefined) return;
  const pods = startingPods(booked.submission);
  const seats = findSeats(tale.books, { job: booked, pods, plane: 'now', from, triesMax: 2_000 });
  if (pods.length === 0 || seats === 'none' || seats === 'unknown') return;
  happen(tale, {
    type: 'bound',
    id,
    assignment: { attempt: 1, pods: seats, atMs: tale.nowMs - 1000 * from },
  });
};

/** Begins a tale: the cluster, the queues, what runs and what waits. */
export const begin = (world: World, policy: Policy = defaultPolicy, isSilent = false): Tale => {
  const tale: Tale = {
    facts: [],
    books: noBooks(),
    snapshot: snapshotOf([]),
    leaves: leavesOf(world.queues),
    policy,
    isSilent,
    nowMs: 10_000_000,
    jobs: 0,
    nodes: 0,
    rules: 0,
  };
  happen(tale, { type: 'topology', name: topologyName, levels: topologyLevels });
  for (const { queue, ...claim } of world.claims)
    happen(tale, { type: 'claim', claim: { ...claim, queueId: tale.leaves[queue] ?? '' } });
  for (const node of world.nodes) {
    happen(tale, { type: 'joined', offer: named(node, `node-${tale.nodes}`) });
    tale.nodes += 1;
  }
  for (const opening of world.queues) happen(tale, { type: 'opened', opening });
  for (const one of world.running) settle(tale, one);
  for (const job of world.waiting) submit(tale, job);
  return tale;
};

/** Takes a step; the plan that it made, if it made one. A step that nobody can take is left out. */
export const take = (tale: Tale, step: Step): Plan | undefined => {
  switch (step.type) {
    case 'plan':
      return act(tale);
    case 'submit':
      submit(tale, step.job);
      return undefined;
    case 'clock':
      tale.nowMs += step.byMs;
      return undefined;
    case 'rule':
      tale.rules += 1;
      tale.policy = { ...defaultPolicy, version: `rules-${tale.rules}`, ...step.rules };
      return undefined;
    case 'join':
      happen(tale, { type: 'joined', offer: named(step.node, `node-${tale.nodes}`) });
      tale.nodes += 1;
      return undefined;
    default:
      happen(tale, ...factsOf(tale.books, step));
      noteGangs(tale);
      return undefined;
  }
};
