import { setTimeout as pause } from 'node:timers/promises';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { RemoteFault } from './faults.ts';
import type { Following } from './following.ts';
import { memberOf, textAt } from './problem.ts';
import { readOnce, type Resumption } from './read-stream.ts';
import type { Server } from './server.ts';

/** How long a lost server is looked for. @unit ms */
const lostMsMax = 120_000;
const pausesMs = [250, 500, 1_000, 2_000, 5_000];

interface Course {
  after: number | undefined;
  /** Whether the server was ever there. */
  wasThere: boolean;
  /** Since when it is gone; `undefined` while it is there. */
  lostAtMs: number | undefined;
  tries: number;
}

/**
 * Reads facts as they become durable, without a gap or a repeat: a connection that breaks is opened again behind the
 * last fact that was seen.
 *
 * Ends with nothing when enough was seen or somebody stopped it, with a fault when the server cannot be had.
 */
export const listen = async (
  server: Server,
  following: Following,
): Promise<RemoteFault | undefined> => {
  const { after, stopped } = following;
  const course: Course = { after, wasThere: false, lostAtMs: undefined, tries: 0 };
  for (;;) {
    const ended = await readOnce(server, following, resumptionOf(course, following));
    if (stopped?.aborted === true || ended === 'enough') return undefined;
    const fault = isLeft(ended) ? ended.left : undefined;
    const isHopeless = fault !== undefined && !(course.wasThere && isPassing(fault));
    if (isHopeless) return fault;
    if (course.lostAtMs === undefined) following.onLost?.();
    course.lostAtMs ??= Date.now();
    if (fault !== undefined && Date.now() - course.lostAtMs > lostMsMax) return fault;
    const pauseMs = pausesMs[Math.min(course.tries, pausesMs.length - 1)];
    course.tries += 1;
    await pause(pauseMs, undefined, { signal: stopped }).catch(() => undefined);
  }
};

const resumptionOf = (course: Course, { onBack }: Following): Resumption => ({
  after: course.after,
  onOpen: () => {
    if (course.lostAtMs !== undefined) onBack?.();
    course.wasThere = true;
    course.lostAtMs = undefined;
  },
  onSeen: (revision) => {
    course.after = revision;
    course.tries = 0;
  },
});

const isPassing = (fault: RemoteFault): boolean =>
  fault._tag === 'ServerUnreachable' ||
  fault._tag === 'ServerTooSlow' ||
  (fault._tag === 'ServerRefused' && fault.status >= 500);

/** The subject of a fact as the ledger writes it: `workload/train-1`. */
export const subjectOfFact = (fact: unknown): string => {
  const subject = memberOf(fact, 'subject');
  return `${textAt(subject, 'kind') ?? ''}/${textAt(subject, 'id') ?? ''}`;
};
