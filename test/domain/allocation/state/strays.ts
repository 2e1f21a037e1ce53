import fc from 'fast-check';
import { setQueueTerms } from '../../../../domain/allocation/index.ts';
import { removeClaim } from '../../../../domain/allocation/state/surroundings.ts';
import type { QueueTerms } from '../../../../domain/foundation/queue-terms.ts';
import { claimedClass } from '../../../arbitraries/kernel/nodes.ts';
import { queueTerms } from '../../../arbitraries/kernel/queues.ts';
import { claimNames } from '../../../arbitraries/kernel/requests.ts';
import { type BookedJob, isAt, podsAt } from '../../../oracles/books.ts';
import { givenFact } from '../../../oracles/decisions.ts';
import { pathOf } from '../../../oracles/sums.ts';
import { happen, look, type Tale } from '../world.ts';

/** What is rare, or what only people do: it may happen to any world between two of its steps. */
export type Stray =
  /** A workload waits anew, with nothing, in this queue or another. */
  | { readonly type: 'requeue'; readonly pick: number; readonly queue: number }
  /** Somebody goes, all or in part, and is promised the place that it leaves. */
  | { readonly type: 'move'; readonly pick: number; readonly isWhole: boolean }
  /** Of what a plan would give, some is given, or is promised. */
  | { readonly type: 'part'; readonly pods: number; readonly isHeld: boolean }
  | { readonly type: 'claim'; readonly pick: number; readonly count: number }
  | { readonly type: 'unclaim'; readonly pick: number }
  | { readonly type: 'terms'; readonly pick: number; readonly terms: QueueTerms | undefined }
  /** A queue opens under another one. */
  | { readonly type: 'hang'; readonly pick: number; readonly under: number };

const pick = fc.nat(40);

/** See `Stray`. */
export const strays: fc.Arbitrary<Stray> = fc.oneof(
  fc.record({ type: fc.constant('requeue' as const), pick, queue: fc.nat(5) }),
  fc.record({ type: fc.constant('move' as const), pick, isWhole: fc.boolean() }),
  fc.record({ type: fc.constant('part' as const), pods: fc.nat(3), isHeld: fc.boolean() }),
  fc.record({ type: fc.constant('part' as const), pods: fc.nat(3), isHeld: fc.boolean() }),
  fc.record({ type: fc.constant('claim' as const), pick, count: fc.nat(3) }),
  fc.record({ type: fc.constant('unclaim' as const), pick }),
  fc.record({ type: fc.constant('terms' as const), pick, terms: queueTerms }),
  fc.record({ type: fc.constant('hang' as const), pick, under: pick }),
);

const pickOf = <Item>(items: Iterable<Item>, at: number): Item | undefined => {
  const all = [...items];
  return all[at % Math.max(1, all.length)];
};

const requeue = (tale: Tale, { pick: at, queue }: Stray & { readonly type: 'requeue' }): void => {
  const id = pickOf(tale.books.jobs.keys(), at);
  // One queue of six is one that nobody opened.
  const queueId = queue === 5 ? 'nowhere' : pickOf(tale.leaves, queue);
  const attempt = (tale.books.jobs.get(id ?? '')?.attempt ?? 0) + 1;
  if (id !== undefined && queueId !== undefined)
    happen(tale, { type: 'queued', id, queueId, attempt });
};

const mayMove = (tale: Tale, job: BookedJob): boolean =>
  job.exit === 'none' &&
  isAt(job, 'bound') &&
  !isAt(job, 'held', 'leaving') &&
  podsAt(job, 'bound').every(({ nodeId }) => tale.books.nodes.has(nodeId));

const move = (tale: Tale, { pick: at, isWhole }: Stray & { readonly type: 'move' }): void => {
  const one = pickOf(
    [...tale.books.jobs].filter(([, job]) => mayMove(tale, job)),
    at,
  );
  if (one === undefined) return;
  const [id, job] = one;
  const bound = podsAt(job, 'bound');
  const movesTo = isWhole ? bound : bound.slice(at % bound.length).slice(0, 1);
  happen(tale, {
    type: 'leaving',
    id,
    returns: true,
    movesTo,
    ...(!isWhole && { pods: movesTo.map(({ subGroup, pod }) => ({ subGroup, pod })) }),
  });
};

const part = (tale: Tale, { pods, isHeld }: Stray & { readonly type: 'part' }): void => {
  const { placements, evictions } = look(tale);
  const [first] = placements;
  if (first === undefined || evictions.length > 0) return;
  const some = first.pods.slice(0, 1 + pods);
  happen(tale, givenFact({ ...first, pods: some }, !isHeld, tale.nowMs));
};

const claimed = (tale: Tale, { pick: at, count }: Stray & { readonly type: 'claim' }): void => {
  const name = pickOf(claimNames, at) ?? '';
  const queueId = at % 3 === 0 ? (pickOf(tale.leaves, at) ?? '') : '';
  happen(tale, { type: 'claim', claim: { name, deviceClass: claimedClass, count, queueId } });
};

const hang = (tale: Tale, { pick: at, under }: Stray & { readonly type: 'hang' }): void => {
  const queue = pickOf(tale.books.queues.values(), at);
  if (queue === undefined) return;
  const { isOpen: _isOpen, usageMilli: _usage, ...opening } = queue;
  const others = [...tale.books.queues.keys()].filter(
    (id) => !pathOf(tale.books, id).includes(queue.id),
  );
  const parentId = pickOf(['', ...others], under) ?? '';
  happen(tale, { type: 'opened', opening: { ...opening, parentId } });
};

/** What of it the books do not know as a fact is told to both. */
const edit = (tale: Tale, stray: Stray & { readonly type: 'unclaim' | 'terms' }): void => {
  if (stray.type === 'unclaim') {
    const name = pickOf(claimNames, stray.pick) ?? '';
    const claim = tale.books.claims.get(name);
    // With another claim the places go that were found by it; the books know nothing of one that is none any more.
    if (claim !== undefined)
      happen(tale, { type: 'claim', claim: { ...claim, count: claim.count + 1 } });
    tale.books.claims.delete(name);
    removeClaim(tale.snapshot, name);
    return;
  }
  const queue = pickOf(tale.books.queues.values(), stray.pick);
  if (queue === undefined) return;
  tale.books.queues.set(queue.id, { ...queue, terms: stray.terms ?? {} });
  setQueueTerms(tale.snapshot, queue.id, stray.terms ?? {});
};

/** It happens, if it can. */
export const goAstray = (tale: Tale, stray: Stray): void => {
  switch (stray.type) {
    case 'requeue':
      return requeue(tale, stray);
    case 'move':
      return move(tale, stray);
    case 'part':
      return part(tale, stray);
    case 'claim':
      return claimed(tale, stray);
    case 'hang':
      return hang(tale, stray);
    case 'unclaim':
    case 'terms':
      return edit(tale, stray);
  }
};
