import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { Books } from './books.ts';
import { bookNode, type NodePages } from './book-nodes.ts';
import { bookWorkload, type WorkloadPages } from './book-workloads.ts';

/** Books that go on: each fact is booked once, in order. */
export interface OpenBooks extends Books {
  readonly book: (fact: BerthRecorded) => void;
}

type Pages = NodePages & WorkloadPages;

/** Opens empty books. */
export const openBooks = (): OpenBooks => {
  const pages: Pages = { nodes: new Map(), queues: new Map(), workloads: new Map() };
  const book = (fact: BerthRecorded): void => {
    if (fact.subject.kind === 'node') bookNode(pages, fact);
    else if (fact.subject.kind === 'queue') bookQueue(pages, fact);
    else if (fact.subject.kind === 'workload') bookWorkload(pages, fact);
  };
  return { ...pages, book };
};

/** The books of a whole ledger. */
export const booksOf = (facts: Iterable<BerthRecorded>): Books => {
  const books = openBooks();
  for (const fact of facts) books.book(fact);
  return books;
};

const bookQueue = ({ queues }: Pages, fact: BerthRecorded): void => {
  const { id } = fact.subject;
  if (fact.type === 'QueueOpened') {
    const { parentId, nodePoolId, entitlements } = fact.data;
    queues.set(id, { id, parentId, nodePoolId, entitlements });
  } else if (fact.type === 'QueueClosed') queues.delete(id);
  else if (fact.type === 'QueueEntitled') {
    const queue = queues.get(id);
    if (queue !== undefined) queues.set(id, { ...queue, entitlements: fact.data.entitlements });
  }
};
