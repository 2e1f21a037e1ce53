import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { RemoteFault } from '../remote/faults.ts';
import { memberOf } from '../remote/problem.ts';
import type { AskDone, Server } from '../remote/server.ts';
import { type Deed, isUnchanged } from './deed.ts';

/** What came of a deed. */
export interface DeedDone {
  readonly revision: number | null;
  readonly isNew: boolean;
  /** Whether a server has judged it, where it was not meant. */
  readonly isJudged: boolean;
}

/** Tells a deed that was done, or was only tried. */
export const outcomeOf = (deed: Deed, done: DeedDone, dryRun: string): string => {
  const outcome = isUnchanged(deed) || !done.isNew ? 'unchanged' : deed.outcome;
  if (dryRun === 'none') return outcome;
  if (dryRun === 'client') return `${outcome} (dry run)`;
  return done.isJudged
    ? `${outcome} (server dry run)`
    : `${outcome} (server dry run; not judged, for it needs ${(deed.needs ?? []).join(' and ')})`;
};

/** Sends what a deed asks for, each on the ground of what the one before led to. */
export const doDeed = async (
  server: Server,
  deed: Deed,
  dryRun: string,
): Promise<Either<RemoteFault, DeedDone>> => {
  const isDryRun = dryRun === 'server';
  if (dryRun === 'client' || (isDryRun && (deed.needs ?? []).length > 0)) {
    return right({ revision: null, isNew: true, isJudged: false });
  }
  let { expectedRevision } = deed;
  let done: AskDone | undefined;
  let isNew = false;
  // What comes after a creation cannot be judged before the thing is there.
  for (const ask of isDryRun ? deed.asks.slice(0, 1) : deed.asks) {
    const answer = await server.ask(ask, { isDryRun, expectedRevision });
    if (isLeft(answer)) return answer;
    done = answer.right;
    isNew ||= done.facts.length > 0;
    if (expectedRevision !== undefined) expectedRevision = lastRevisionOf(done) ?? expectedRevision;
  }
  return right({ revision: done?.revision ?? null, isNew, isJudged: true });
};

const lastRevisionOf = ({ facts }: AskDone): number | undefined => {
  const revision = memberOf(facts.at(-1), 'revision');
  return typeof revision === 'number' ? revision : undefined;
};
