import type { LiveViews } from '../../../adapters/ports/live-brain.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { ReadFault } from '../../app/read.ts';
import { loadedFrom, newestBelieved, type Until } from './believed.ts';
import { foldUntil } from './fold-until.ts';
import {
  applyView,
  type ViewName,
  viewLoaders,
  viewProjections,
  viewsSuite,
  type Wanted,
} from './kept-views.ts';
import { unshare } from './kept-workloads.ts';
import type { MomentSource } from './place.ts';
import type { Reached } from './reached.ts';
import type { Suite } from './suite.ts';

/** Views of a moment, and which moment it is. */
export interface ViewsThen<Name extends ViewName> extends Reached {
  readonly views: Pick<LiveViews, Name>;
}

/** Which views, and how to come to them. */
export interface ViewsAsked<Name extends ViewName> extends Wanted {
  readonly names: readonly Name[];
  /** After so long others get their turn; at once unless said. @unit ms */
  readonly sliceMs?: number | undefined;
}

/**
 * Views as they were at a moment: from the nearest moment that was kept, with the facts that came after it.
 *
 * @cost about 2 µs a live workload, and 8 µs a fact
 */
export const viewsAt = async <Name extends ViewName>(
  { log, store, pieces }: MomentSource,
  until: Until,
  { names, sliceMs, ...wanted }: ViewsAsked<Name>,
): Promise<Either<ReadFault, ViewsThen<Name>>> => {
  const believed = await newestBelieved(log, store, { kind: viewsSuite.kind, until, pieces });
  const isShared = wanted.ended === 'shared';
  const { state, reached } = await loadedFrom(believed, someOf(names, wanted), sliceMs);
  const folded = await foldUntil(log, { from: reached, until, sliceMs }, (fact) => {
    for (const name of names) {
      if (isShared && name === 'workloads') unshareIn(state, fact.subject.id);
      applyView(state, name, fact);
    }
    return true;
  });
  return isLeft(folded) ? folded : right({ ...folded.right, views: state });
};

const unshareIn = ({ workloads }: Partial<LiveViews>, id: string): void => {
  if (workloads !== undefined) unshare(workloads, id);
};

const someOf = <Name extends ViewName>(
  names: readonly Name[],
  wanted: Wanted,
): Pick<Suite<Pick<LiveViews, Name>>, 'load' | 'initial'> => ({
  initial: () =>
    Object.fromEntries(names.map((name) => [name, viewProjections[name].initial()])) as Pick<
      LiveViews,
      Name
    >,
  *load(parts) {
    const views: [Name, LiveViews[Name]][] = [];
    for (const name of names) views.push([name, yield* viewLoaders[name](parts, wanted)]);
    return Object.fromEntries(views) as Pick<LiveViews, Name>;
  },
});
