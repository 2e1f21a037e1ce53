import type { PodPlacement } from '../../domain/foundation/shapes.ts';
import { companyIn, dropLonely } from './book-company.ts';
import {
  boundJob,
  leavingJob,
  nominatedJob,
  queuedJob,
  releasedJob,
  submittedJob,
} from './book-jobs.ts';
import { type BookedJob, type BookedQueue, type Books, podsAt } from './books.ts';
import type { Fact, FactOf } from './facts.ts';
import { groupOf } from './predicates.ts';

/** A place on a node or a card that is out of use is not held. */
const isVoid = (books: Books, { nodeId, devices }: PodPlacement): boolean => {
  const node = books.nodes.get(nodeId);
  if (node === undefined || node.isLost || node.isCordoned) return true;
  return devices.some((device) => node.broken.has(device));
};

const letGo = (books: Books, isOver: (job: BookedJob) => boolean): void => {
  for (const [id, job] of books.jobs)
    if (isOver(job))
      books.jobs.set(id, { ...job, pods: job.pods.filter(({ stage }) => stage !== 'held') });
};

const dropVoid = (books: Books): void =>
  letGo(books, (job) => podsAt(job, 'held').some((place) => isVoid(books, place)));

/** Places that were found by what a name stood for are found anew when it stands for something else. */
const noteName = (books: Books, fact: FactOf<'topology' | 'claim'>): void => {
  if (fact.type === 'claim') {
    const { name } = fact.claim;
    letGo(books, (job) =>
      podsAt(job, 'held').some(
        ({ subGroup }) =>
          groupOf(job.submission, subGroup)?.request.claims?.includes(name) === true,
      ),
    );
    books.claims.set(name, fact.claim);
    return;
  }
  const { name, levels } = fact;
  const isSame = JSON.stringify(levels) === JSON.stringify(books.topologies.get(name));
  books.topologies.set(name, levels);
  if (isSame) return;
  letGo(books, ({ submission: { gang } }) =>
    [{ topology: gang?.topology }, ...(gang?.podSets ?? []), ...(gang?.groups ?? [])].some(
      (one) => one.topology?.topology === name,
    ),
  );
};

type NodeFact = FactOf<'joined' | 'removed' | 'marked' | 'device'>;

const noteMarks = (books: Books, fact: FactOf<'marked' | 'device'>): void => {
  const node = books.nodes.get(fact.id);
  if (node === undefined) return;
  if (fact.type === 'marked') {
    books.nodes.set(fact.id, { ...node, ...fact.news });
    return;
  }
  const broken = new Set(node.broken);
  if (fact.news.isBroken) broken.add(fact.news.device);
  else broken.delete(fact.news.device);
  books.nodes.set(fact.id, { ...node, broken });
};

const noteNode = (books: Books, fact: NodeFact): void => {
  if (fact.type === 'joined') {
    const { offer } = fact;
    books.nodes.set(offer.id, { offer, isLost: false, isCordoned: false, broken: new Set() });
  } else if (fact.type === 'removed') books.nodes.delete(fact.id);
  else noteMarks(books, fact);
  dropVoid(books);
};

type QueueFact = FactOf<'opened' | 'entitled' | 'closed' | 'used'>;

const changedQueue = (
  queue: BookedQueue,
  fact: Exclude<QueueFact, FactOf<'opened'>>,
): BookedQueue => {
  switch (fact.type) {
    case 'closed':
      return { ...queue, isOpen: false };
    case 'entitled':
      return { ...queue, entitlements: fact.entitlements };
    case 'used':
      return { ...queue, usageMilli: fact.usageMilli };
  }
};

/** What a queue has used stays known while it is closed. */
const noteQueue = (books: Books, fact: QueueFact): void => {
  const id = fact.type === 'opened' ? fact.opening.id : fact.id;
  const queue = books.queues.get(id);
  if (fact.type === 'opened')
    books.queues.set(id, {
      ...fact.opening,
      isOpen: true,
      ...(queue?.usageMilli !== undefined && { usageMilli: queue.usageMilli }),
    });
  else if (queue !== undefined) books.queues.set(id, changedQueue(queue, fact));
};

type JobFact = FactOf<'queued' | 'bound' | 'nominated' | 'leaving' | 'released' | 'broken'>;

const changed = (books: Books, job: BookedJob, fact: JobFact): BookedJob => {
  switch (fact.type) {
    case 'queued':
      return queuedJob(job, fact);
    case 'bound':
      return boundJob(job, fact);
    case 'nominated':
      return fact.assignment.pods.some((pod) => isVoid(books, pod)) ? job : nominatedJob(job, fact);
    case 'leaving':
      return leavingJob(job, fact);
    case 'released':
      return releasedJob(job, fact);
    case 'broken':
      return { ...job, brokenSinceMs: fact.sinceMs };
  }
};

const noteJob = (books: Books, fact: JobFact): void => {
  const job = books.jobs.get(fact.id);
  if (job !== undefined) books.jobs.set(fact.id, changed(books, job, fact));
};

/** Writes a fact down. */
export const note = (books: Books, fact: Fact): void => {
  const company = companyIn(books);
  write(books, fact);
  if (company.size > 0) dropLonely(books, company);
};

const write = (books: Books, fact: Fact): void => {
  switch (fact.type) {
    case 'topology':
    case 'claim':
      return noteName(books, fact);
    case 'joined':
    case 'removed':
    case 'marked':
    case 'device':
      return noteNode(books, fact);
    case 'opened':
    case 'entitled':
    case 'closed':
    case 'used':
      return noteQueue(books, fact);
    case 'submitted':
      books.jobs.set(fact.submission.id, submittedJob(fact.submission));
      return;
    case 'queued':
    case 'bound':
    case 'nominated':
    case 'leaving':
    case 'released':
    case 'broken':
      return noteJob(books, fact);
    case 'forgotten':
      books.jobs.delete(fact.id);
      return;
    case 'told':
  }
};
