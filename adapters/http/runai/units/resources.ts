import { type Static, type TInteger, type TNumber, Type } from 'typebox';
import type { Entitlement, Entitlements } from '../../../../domain/foundation/shapes.ts';
import type { EntitlementAsked, EntitlementsAsked } from '../../../../domain/queue/index.ts';
import { closed, maybe } from '../shapes.ts';
import { mbOf, mibOf } from './memory.ts';
import { rankOf, rankSaid, rankWords } from './ranks.ts';

/** Most of a resource that is promised. */
const amountMax = 1_000_000_000;

const entitlement = <Amount extends TNumber | TInteger>(amount: Amount, unit: string) =>
  Type.Object(
    {
      deserved: maybe({ ...amount, description: `guaranteed; -1 is all there is. ${unit}` }),
      limit: maybe({ ...amount, description: `never exceeded; -1 and null are none. ${unit}` }),
      overQuotaWeight: maybe(
        Type.Integer({ minimum: 0, maximum: amountMax, description: '2 unless said' }),
      ),
    },
    closed,
  );

const gpus = Type.Number({ minimum: -1, maximum: amountMax });
const whole = Type.Integer({ minimum: -1, maximum: amountMax });

/** What is promised in one node pool, as Run:ai writes it. @source product reference §3.1, §8.1 */
export const resourceShape = Type.Object(
  {
    nodePool: Type.Object(
      { id: maybe(Type.String({ maxLength: 253 })), name: maybe(Type.String({ maxLength: 253 })) },
      closed,
    ),
    gpu: maybe(entitlement(gpus, 'GPUs')),
    cpu: maybe(entitlement(whole, 'millicores')),
    memory: maybe(entitlement(whole, 'megabytes (10^6 bytes)')),
    priority: maybe(
      Type.Union([
        Type.Unsafe<string>({ type: 'string', enum: rankWords }),
        Type.Integer({ minimum: 0, maximum: amountMax }),
      ]),
    ),
  },
  closed,
);
/** See `resourceShape`. */
export type ResourceSaid = Static<typeof resourceShape>;
type EntitlementSaid = NonNullable<ResourceSaid['gpu']>;

type Unit = (amount: number) => number;
const gpuMilli: Unit = (gpusSaid) => Math.round(gpusSaid * 1000);
const same: Unit = (amount) => amount;

/**
 * What is to be promised; what `before` was promised stays so where nothing is said.
 *
 * Where there was nothing before, CPU and memory that are not spoken of are unbounded, as Run:ai has it while it keeps no
 * quotas for them; GPUs must be said.
 */
export const entitlementsAskedOf = (
  said: ResourceSaid,
  before: Entitlements | undefined,
): EntitlementsAsked => ({
  gpuMilli: askedOf(said.gpu, gpuMilli, before?.gpuMilli),
  cpuMilli: askedOf(said.cpu, same, before?.cpuMilli ?? unbounded),
  memoryMib: askedOf(said.memory, mibOf, before?.memoryMib ?? unbounded),
  priority: rankOf(said.priority ?? before?.priority ?? usualRank),
});

const usualRank = 100;
const unbounded: Entitlement = { quota: -1, limit: -1, weight: 2 };

const askedOf = (
  said: EntitlementSaid | null | undefined,
  unit: Unit,
  before: Entitlement | undefined,
): EntitlementAsked | undefined => {
  if (said === null || said === undefined) return before;
  return {
    quota: amountOf(said.deserved, unit) ?? before?.quota,
    limit: said.limit === null ? -1 : (amountOf(said.limit, unit) ?? before?.limit),
    weight: said.overQuotaWeight ?? before?.weight,
  };
};

const amountOf = (said: number | null | undefined, unit: Unit): number | undefined => {
  if (said === null || said === undefined) return undefined;
  return said < 0 ? -1 : unit(said);
};

/** Nothing promised and nothing forbidden: what Run:ai gives in pools that nobody spoke of. */
export const nothingPromised: EntitlementsAsked = {
  gpuMilli: { quota: 0 },
  cpuMilli: unbounded,
  memoryMib: unbounded,
};

/** What is promised in one node pool, as Run:ai writes it. */
export const promisedSaid = (granted: Entitlements): object => ({
  gpu: entitlementSaid(granted.gpuMilli, (milli) => milli / 1000),
  cpu: entitlementSaid(granted.cpuMilli, same),
  memory: entitlementSaid(granted.memoryMib, mbOf),
  priority: rankSaid(granted.priority),
});

const entitlementSaid = ({ quota, limit, weight }: Entitlement, unit: Unit): object => ({
  deserved: quota < 0 ? -1 : unit(quota),
  limit: limit < 0 ? -1 : unit(limit),
  overQuotaWeight: weight,
});
