import { giveBack, type Seated, seatAll } from './seats.ts';
import type { Class, Stage } from './stage.ts';

/** How one course of things is drawn: how long whoever has room, or gets it, keeps it, and who comes when. @unit ms */
export interface Draws {
  readonly holder: (at: number) => number;
  readonly waiter: (at: number) => number;
  /** Of a stream: how long until the next of it, and which of those it is like. */
  readonly gap: (stream: number, turn: number) => number;
  readonly like: (stream: number, turn: number) => number;
  readonly comer: (stream: number, like: number, turn: number) => number;
}

/** How much may still be looked at in one course. */
export interface Budget {
  left: number;
}

/** Room that comes free. @unit ms from now */
interface Release {
  readonly inMs: number;
  readonly queue: number;
  readonly seats: readonly Seated[];
}

/** A class in one course: who waits, each as how long it will run, −1 for whoever is asked about. */
interface Line {
  readonly of: Class;
  readonly runsMs: (() => number)[];
  readonly since: number[];
  next: number;
}

interface Course {
  readonly stage: Stage;
  readonly draws: Draws;
  readonly budget: Budget;
  readonly free: number[];
  readonly allocated: number[];
  readonly lines: readonly Line[];
  /** Ascending; those before `next` have happened. */
  readonly releases: Release[];
  next: number;
  /** When the next of each stream comes, and how many have come. @unit ms from now */
  readonly comesInMs: number[];
  readonly come: number[];
  /** How many have begun to wait: whoever did so later stands behind. */
  waited: number;
}

const subjectRuns = (): number => -1;

const lineOf = (of: Class, { subject }: Stage, draws: Draws): Line => ({
  of,
  runsMs: of.waiters.map((at) => (at === subject ? subjectRuns : () => draws.waiter(at))),
  since: [...of.waiters],
  next: 0,
});

const begun = (stage: Stage, draws: Draws, budget: Budget): Course => {
  const { rooms, queueOf } = stage;
  const releases: Release[] = [];
  rooms.holders.forEach(({ queueId, seats }, at) => {
    const inMs = draws.holder(at);
    if (inMs < Infinity) releases.push({ inMs, queue: queueOf.get(queueId) ?? -1, seats });
  });
  return {
    stage,
    draws,
    budget,
    free: [...rooms.free],
    allocated: rooms.queues.map(({ allocated }) => allocated),
    lines: stage.classes.map((one) => lineOf(one, stage, draws)),
    releases: releases.toSorted((a, b) => a.inMs - b.inMs),
    next: 0,
    comesInMs: stage.comers.map((_, stream) => draws.gap(stream, 0)),
    come: stage.comers.map(() => 0),
    waited: rooms.waiters.length,
  };
};

/** Puts a release in its place among those to come. */
const expect = ({ releases, next }: Course, release: Release): void => {
  let [low, high] = [next, releases.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((releases[middle]?.inMs ?? 0) <= release.inMs) low = middle + 1;
    else high = middle;
  }
  releases.splice(low, 0, release);
};

const charge = ({ allocated }: Course, queue: number, amount: number): void => {
  if (queue >= 0) allocated[queue] = (allocated[queue] ?? 0) + amount;
};

/** All room that comes free by then does; says whether any did. */
const letGo = (course: Course, inMs: number): boolean => {
  const before = course.next;
  for (let due = course.releases[course.next]; due !== undefined && due.inMs <= inMs;) {
    giveBack(course.free, due.seats);
    const amount = due.seats.reduce((sum, seat) => sum + seat.amount, 0);
    charge(course, due.queue, -amount);
    course.next += 1;
    due = course.releases[course.next];
  }
  return course.next > before;
};

/** All who come by then wait; says in which lines. */
const letCome = (course: Course, inMs: number): readonly Line[] => {
  const grown: Line[] = [];
  const { stage, draws, comesInMs, come, lines } = course;
  stage.comers.forEach(({ classes }, stream) => {
    for (
      let due = comesInMs[stream] ?? Infinity;
      due <= inMs;
      due = comesInMs[stream] ?? Infinity
    ) {
      const turn = come[stream] ?? 0;
      const like = draws.like(stream, turn);
      const line = lines[classes[like] ?? -1];
      if (line !== undefined) {
        line.runsMs.push(() => draws.comer(stream, like, turn));
        line.since.push((course.waited += 1));
        grown.push(line);
      }
      come[stream] = turn + 1;
      // Two of a stream never come at once for ever.
      comesInMs[stream] = due + Math.max(1, draws.gap(stream, turn + 1));
      course.budget.left -= 1;
    }
  });
  return grown;
};

const mayTry = (
  { stage, allocated }: Course,
  { of, next, runsMs }: Line,
  widest: number,
): boolean =>
  next < runsMs.length &&
  of.largest <= widest &&
  (allocated[of.queue] ?? 0) + of.total <= (stage.rooms.queues[of.queue]?.limit ?? Infinity);

/** What a turn costs however little there is to look at. */
const turnCost = 40;

/** Whose turn is first: the queue that holds least of its share; in it the higher priority, then whoever came first. */
const inTurn = (
  course: Course,
  tried: readonly Line[],
  failed: ReadonlySet<Line>,
): readonly Line[] => {
  const { stage, allocated, free, budget } = course;
  const widest = free.reduce((most, here) => Math.max(most, here), 0);
  budget.left -= free.length + tried.length + turnCost;
  const fullness = ({ of }: Line): number =>
    (allocated[of.queue] ?? 0) / Math.max(1, stage.rooms.queues[of.queue]?.share ?? 0);
  const since = (line: Line): number => line.since[line.next] ?? Infinity;
  return tried
    .filter((line) => !failed.has(line) && mayTry(course, line, widest))
    .toSorted(
      (a, b) => fullness(a) - fullness(b) || b.of.priority - a.of.priority || since(a) - since(b),
    );
};

interface Served extends Release {
  readonly isSubject: boolean;
}

/** Serves the first who finds room, if anybody does; says for how long it will have it, −1 for whoever is asked about. */
const serveOne = (
  course: Course,
  tried: readonly Line[],
  failed: Set<Line>,
): Served | undefined => {
  for (const line of inTurn(course, tried, failed)) {
    const { of } = line;
    course.budget.left -= course.free.length;
    const seats = seatAll(course.free, of.parts);
    if (seats === undefined) {
      failed.add(line);
      continue;
    }
    const runMs = line.runsMs[line.next]?.() ?? Infinity;
    line.next += 1;
    charge(course, of.queue, of.total);
    return { inMs: runMs, queue: of.queue, seats, isSubject: runMs < 0 };
  }
  return undefined;
};

/** Serves all of some lines who find room; says whether whoever is asked about is among them. */
const serve = (course: Course, tried: readonly Line[], inMs: number): boolean => {
  const failed = new Set<Line>();
  for (let isDone = tried.length === 0; !isDone;) {
    const one = serveOne(course, tried, failed);
    if (one?.isSubject === true) return true;
    if (one !== undefined && one.inMs < Infinity) {
      expect(course, { ...one, inMs: inMs + one.inMs });
    }
    isDone = one === undefined;
  }
  return false;
};

/** Whether somebody finds room as things are: then it is not room that is waited for. */
export const findsRoomNow = ({ rooms, subject }: Stage): boolean =>
  seatAll([...rooms.free], rooms.waiters[subject]?.parts ?? []) !== undefined;

/**
 * When the subject gets its room in one course of things; Infinity where it does not in that course, as far as it is
 * known. Nobody is evicted in it, and no node goes.
 *
 * @unit ms from now
 */
export const startsIn = (stage: Stage, draws: Draws, budget: Budget): number => {
  const course = begun(stage, draws, budget);
  while (budget.left > 0) {
    const freedInMs = course.releases[course.next]?.inMs ?? Infinity;
    if (freedInMs === Infinity) return Infinity;
    const inMs = course.comesInMs.reduce((soonest, at) => Math.min(soonest, at), freedInMs);
    const isFreed = letGo(course, inMs);
    const grown = letCome(course, inMs);
    // Where nothing came free, only who has just come may find what nobody before could use.
    if (serve(course, isFreed ? course.lines : grown, inMs)) return inMs;
  }
  return Infinity;
};
