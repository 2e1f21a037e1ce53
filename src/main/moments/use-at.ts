import { defaultPolicy } from '../../../domain/allocation/rules.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { OrgUnits } from '../../../projections/org-units/view.ts';
import type { PastUse } from '../../../projections/queue-board/view.ts';
import { pastUseOf } from '../../app/past-use.ts';
import { policySubject } from '../../app/policy-subject.ts';
import type { ReadFault } from '../../app/read.ts';
import { capacityAt } from './capacity-at.ts';
import type { MomentSource } from './place.ts';
import type { ViewsThen } from './views-at.ts';

/** What queues had used over time until a moment, by the rules that held then. @cost that of `capacityAt` */
export const useAt = async (
  source: MomentSource,
  { revision, nowMs, views }: Omit<ViewsThen<'units'>, 'latestMs'>,
  sliceMs?: number,
): Promise<Either<ReadFault, PastUse>> => {
  const until = { revision, latestMs: Number.POSITIVE_INFINITY };
  const held = await capacityAt(source, until, sliceMs);
  if (isLeft(held)) return held;
  return right(pastUseOf(held.right, policyThen(views.units), nowMs));
};

const policyThen = ({ policies }: OrgUnits) =>
  policies.get(policySubject.id)?.policy ?? defaultPolicy;
