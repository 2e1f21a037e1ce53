import { type Either, right } from '../../../domain/foundation/fp.ts';
import type { ReadFault } from '../read.ts';
import type { Why, WhyKind } from './cause.ts';
import { whyNode } from './node.ts';
import type { Past } from './past.ts';
import { whyQueue } from './queue.ts';
import { whyWorkload } from './workload.ts';

export type { Cause, Why, WhyKind } from './cause.ts';
export { factsOfCommandIn, type Past } from './past.ts';

/** What may be asked about; of a bare id all are tried, in this order. */
export const whyKinds = ['workload', 'node', 'queue'] as const satisfies readonly WhyKind[];

/** Why something is as it is; `undefined` for what nobody ever heard of by then. */
export const whyOf = (
  past: Past,
  kind: WhyKind,
  id: string,
): Promise<Either<ReadFault, Why | undefined>> => {
  switch (kind) {
    case 'workload':
      return whyWorkload(past, id);
    case 'node':
      return whyNode(past, id);
    case 'queue':
      return whyQueue(past, id);
  }
};

/** Why the first of some kinds is as it is that has something of that id. */
export const whyOfAny = async (
  past: Past,
  kinds: readonly WhyKind[],
  id: string,
): Promise<Either<ReadFault, Why | undefined>> => {
  for (const kind of kinds) {
    const found = await whyOf(past, kind, id);
    if (found._tag === 'Left' || found.right !== undefined) return found;
  }
  return right(undefined);
};
