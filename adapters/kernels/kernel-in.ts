import type { Moment, Plan } from '../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { ReleasedKernel, Rules } from '../ports/kernels.ts';

/** What the file of a released kernel hands out, as far as decisions need it. */
interface Exported {
  readonly kernelVersion: string;
  readonly defaultPolicy: Rules;
  readonly capacity: {
    readonly handles: ReadonlySet<string>;
    readonly initial: () => object;
    readonly apply: (view: object, fact: BerthRecorded) => object;
  };
  readonly snapshotOf: (view: object, nodePoolId: string) => object | undefined;
  /** What kernels from 0.2.0 on are told of past use before a plan. */
  readonly feedUsage?: (
    view: object,
    nodePoolId: string,
    at: { readonly policy: Rules; readonly nowMs: InstantMs },
  ) => unknown;
  readonly plan: (snapshot: object, rules: Rules, moment: Moment) => Plan;
  readonly decisionsOf: ReleasedKernel['decisionsOf'];
}

/** The kernel that a module is; `undefined` where it is none. */
export const kernelIn = (module: unknown): ReleasedKernel | undefined =>
  isExported(module) ? kernelOf(module) : undefined;

const kernelOf = (exported: Exported): ReleasedKernel => {
  const { kernelVersion, defaultPolicy, capacity, snapshotOf, plan, decisionsOf } = exported;
  return {
    version: kernelVersion,
    defaultPolicy,
    decisionsOf,
    begin: () => {
      let view = capacity.initial();
      return {
        apply: (fact) => {
          if (capacity.handles.has(fact.type)) view = capacity.apply(view, fact);
        },
        plan: (nodePoolId, rules, moment) => {
          const snapshot = snapshotOf(view, nodePoolId);
          if (snapshot === undefined) return undefined;
          exported.feedUsage?.(view, nodePoolId, { policy: rules, nowMs: moment.nowMs });
          return plan(snapshot, rules, moment);
        },
      };
    },
  };
};

const isExported = (module: unknown): module is Exported =>
  isRecord(module) &&
  typeof module['kernelVersion'] === 'string' &&
  areFunctions(module, ['plan', 'snapshotOf', 'decisionsOf']) &&
  isRecord(module['defaultPolicy']) &&
  isRecord(module['capacity']) &&
  module['capacity']['handles'] instanceof Set &&
  areFunctions(module['capacity'], ['initial', 'apply']);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const areFunctions = (
  owner: Readonly<Record<string, unknown>>,
  names: readonly string[],
): boolean => names.every((name) => typeof owner[name] === 'function');
