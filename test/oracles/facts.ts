import type {
  Assignment,
  NodeOffer,
  PodName,
  QueueOpening,
  Submission,
} from '../../domain/allocation/index.ts';
import type { Amounts, Entitlements, PodPlacement } from '../../domain/foundation/shapes.ts';
import type { Verdict } from '../../domain/foundation/verdict.ts';

/** Devices that pods use by name. @shape `queueId` empty: any queue's pods may use it */
export interface ClaimFact {
  readonly name: string;
  readonly deviceClass: string;
  readonly count: number;
  readonly queueId: string;
}

/**
 * What can be told to the kernel, as data: a list of facts is a world's whole past.
 *
 * @shape `leaving` and `released` without `pods` are about all that the workload has.
 */
export type Fact =
  | { readonly type: 'topology'; readonly name: string; readonly levels: readonly string[] }
  | { readonly type: 'claim'; readonly claim: ClaimFact }
  | { readonly type: 'joined'; readonly offer: NodeOffer }
  | { readonly type: 'removed'; readonly id: string }
  | {
      readonly type: 'marked';
      readonly id: string;
      readonly news: { readonly isLost?: boolean; readonly isCordoned?: boolean };
    }
  | {
      readonly type: 'device';
      readonly id: string;
      readonly news: { readonly device: number; readonly isBroken: boolean };
    }
  | { readonly type: 'opened'; readonly opening: QueueOpening }
  | { readonly type: 'entitled'; readonly id: string; readonly entitlements: Entitlements }
  | { readonly type: 'closed'; readonly id: string }
  /** What a queue has used over time. @unit thousandths of the capacity */
  | { readonly type: 'used'; readonly id: string; readonly usageMilli: Amounts }
  | { readonly type: 'submitted'; readonly submission: Submission }
  | {
      readonly type: 'queued';
      readonly id: string;
      readonly queueId: string;
      readonly attempt: number;
    }
  | { readonly type: 'bound'; readonly id: string; readonly assignment: Assignment }
  | { readonly type: 'nominated'; readonly id: string; readonly assignment: Assignment }
  | {
      readonly type: 'leaving';
      readonly id: string;
      readonly returns: boolean;
      readonly pods?: readonly PodName[];
      /** Places that are held for the next attempt. */
      readonly movesTo?: readonly PodPlacement[];
    }
  /** Some of it runs, and less than it needs; −1: not any more. @unit ms since epoch */
  | { readonly type: 'broken'; readonly id: string; readonly sinceMs: number }
  | { readonly type: 'released'; readonly id: string; readonly pods?: readonly PodName[] }
  | { readonly type: 'told'; readonly id: string; readonly tag: Verdict['_tag'] }
  | { readonly type: 'forgotten'; readonly id: string };

/** A fact of one kind. */
export type FactOf<Type extends Fact['type']> = Extract<Fact, { readonly type: Type }>;
