import { invariant } from '../../foundation/invariant.ts';
import { olderFirst } from '../order/order.ts';
import type { Outcome, QueueState, Snapshot, WaitingClass, Workload } from './snapshot.ts';
import { verdictTags } from './verdict-tags.ts';

const tags = verdictTags.length + 1;
/** How many classes without workloads a queue remembers. */
const emptyMax = 256;

const untried = (): Outcome => ({
  version: -1,
  figuresVersion: -1,
  untilMs: Number.MAX_SAFE_INTEGER,
  atMs: 0,
  isTimed: false,
  triedIn: -1,
  obstacle: 'NoVictims',
  figure: 0,
  bound: 0,
});

/** What sets classes of one queue apart. */
type Traits = Pick<
  WaitingClass,
  'shape' | 'rank' | 'priority' | 'isPreemptible' | 'maxRunMs' | 'isWeary' | 'isBack'
>;

const isWeary = ({ attempt, pool: { attemptsMax } }: Workload): boolean =>
  attemptsMax >= 0 && attempt > attemptsMax;
const isBack = ({ attempt }: Workload): boolean => attempt > 1;

/** Whether a workload stands in a class of as many attempts as its own. */
export const isAmongLike = (one: WaitingClass, workload: Workload): boolean =>
  one.isBack === isBack(workload) && one.isWeary === isWeary(workload);

const traitsOf = (workload: Workload): Traits => {
  const { shape, rank, priority, maxRunMs } = workload;
  // Of a semi-preemptible workload what is above its minimum may go again.
  const isPreemptible = workload.isPreemptible || (workload.isSemiPreemptible && rank > 0);
  const attempts = { isWeary: isWeary(workload), isBack: isBack(workload) };
  return { shape, rank, priority, maxRunMs, isPreemptible, ...attempts };
};

const isOf = (one: WaitingClass, traits: Traits): boolean =>
  one.shape === traits.shape &&
  one.priority === traits.priority &&
  one.rank === traits.rank &&
  one.isPreemptible === traits.isPreemptible &&
  one.maxRunMs === traits.maxRunMs &&
  one.isWeary === traits.isWeary &&
  one.isBack === traits.isBack;

const classOf = (queue: QueueState, workload: Workload): WaitingClass => {
  const { home } = workload;
  const traits = traitsOf(workload);
  if (home?.queue === queue && queue.classes.get(home.key) === home && isOf(home, traits))
    return home;
  const usual = queue.classOfShape.get(traits.shape);
  if (usual !== undefined && isOf(usual, traits)) return usual;
  const one = classByKey(queue, traits);
  if (queue.classOfShape.size > 2 * emptyMax) queue.classOfShape.clear();
  queue.classOfShape.set(traits.shape, one);
  return one;
};

const classByKey = (queue: QueueState, traits: Traits): WaitingClass => {
  const { shape, rank, priority, isPreemptible, maxRunMs } = traits;
  const attempts = traits.isWeary ? '~' : traits.isBack ? '<' : '';
  const key = `${priority}${isPreemptible ? '+' : '-'}${attempts}${rank}/${maxRunMs}/${shape.key}`;
  const known = queue.classes.get(key);
  if (known !== undefined) return known;
  const fresh: WaitingClass = {
    key,
    queue,
    ...traits,
    entries: [],
    head: 0,
    waiting: 0,
    byTag: Array.from({ length: tags }, () => new Set<Workload>()),
    listedAt: -1,
    cursor: 0,
    end: Number.MAX_SAFE_INTEGER,
    phase: 'done',
    consolidate: untried(),
    reclaim: untried(),
    preempt: untried(),
  };
  if (queue.classes.size - queue.waiting.length > emptyMax) forgetEmpty(queue);
  queue.classes.set(key, fresh);
  return fresh;
};

const forgetEmpty = (queue: QueueState): void => {
  queue.classOfShape.clear();
  for (const [key, one] of queue.classes) if (one.waiting === 0) queue.classes.delete(key);
};

/** The first place whose workload is not older than the given one. */
const placeOf = (entries: readonly Workload[], workload: Workload): number => {
  const last = entries.at(-1);
  if (last === undefined || olderFirst(last, workload) < 0) return entries.length;
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = entries[middle];
    if (there !== undefined && olderFirst(there, workload) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Whether an entry of a class still waits there; entries that left are swept later. */
export const isWaitingIn = (workload: Workload, one: WaitingClass): boolean =>
  workload.waitingClass === one;

const sweep = (one: WaitingClass): void => {
  const { entries } = one;
  while (one.head < entries.length) {
    const first = entries[one.head];
    if (first !== undefined && isWaitingIn(first, one)) break;
    one.head += 1;
  }
  const dead = entries.length - one.waiting;
  if (dead <= 64 || dead <= one.waiting) return;
  let kept = 0;
  for (const entry of entries)
    if (isWaitingIn(entry, one)) {
      entries[kept] = entry;
      kept += 1;
    }
  entries.length = kept;
  one.head = 0;
};

/** Puts a workload that asks for pods in the line of its equals. @cost O(log class); O(class) to squeeze in */
export const enlist = (snapshot: Snapshot, workload: Workload): void => {
  const { queue } = workload;
  invariant(queue !== undefined, 'a waiting workload has a queue');
  const one = classOf(queue, workload);
  workload.waitingClass = one;
  workload.home = one;
  const at = placeOf(one.entries, workload);
  if (at === one.entries.length) one.entries.push(workload);
  else if (one.entries[at] !== workload) one.entries.splice(at, 0, workload);
  if (at < one.head) one.head = at;
  one.byTag[workload.tag + 1]?.add(workload);
  one.waiting += 1;
  snapshot.waiting += 1;
  if (one.listedAt >= 0) return;
  one.listedAt = queue.waiting.length;
  queue.waiting.push(one);
};

/** Takes a workload out of the line. */
export const delist = (snapshot: Snapshot, workload: Workload): void => {
  const one = workload.waitingClass;
  invariant(one !== undefined, 'a waiting workload has a class');
  workload.waitingClass = undefined;
  one.byTag[workload.tag + 1]?.delete(workload);
  one.waiting -= 1;
  snapshot.waiting -= 1;
  sweep(one);
  if (one.waiting > 0) return;
  const { waiting } = one.queue;
  const last = waiting.pop();
  if (last !== undefined && last !== one) {
    waiting[one.listedAt] = last;
    last.listedAt = one.listedAt;
  }
  one.listedAt = -1;
};
