import type { Revision } from '../../domain/foundation/event.ts';
import type { Either } from '../../domain/foundation/fp.ts';
import type { BrainFault } from './live-brain.ts';
import type { MomentFault, MomentsTurned } from './moment.ts';

/** What there can be a why of. */
export type WhyKind = 'workload' | 'node' | 'queue';

/** Why is something as it is, or was? */
export interface WhyAsked {
  readonly kind: 'why';
  /** Tried in this order. */
  readonly kinds: readonly WhyKind[];
  readonly id: string;
  /** As somebody types it; now where absent. */
  readonly at?: string | undefined;
}

/** What is other at one moment than at an earlier one? */
export interface DiffAsked {
  readonly kind: 'diff';
  readonly from: string;
  readonly to: string;
  /** Only of these: `kind/id`, or a kind; of all where there are none. */
  readonly subjects: readonly string[];
}

/** What would have been, had something been otherwise from a moment on? */
export interface WhatIfAsked {
  readonly kind: 'what-if';
  readonly at: string;
  readonly until?: string | undefined;
  /** What is to be otherwise, as people write it; nothing where absent. */
  readonly patch?: unknown;
}

/** A question about what was, that takes more than a look at a view. */
export type Inquiry = WhyAsked | DiffAsked | WhatIfAsked;

/** The answer to an inquiry. */
export interface InquiryAnswer {
  /** The last fact that it knows of. */
  readonly revision: Revision;
  /** The answer as JSON in UTF-8; it may be long, and is made where nobody waits for it. */
  readonly json: Uint8Array<ArrayBuffer>;
}

/** Why an inquiry has no answer. */
export type InquiryFault =
  | BrainFault
  | MomentFault
  | MomentsTurned
  /** A patch that cannot be: where in it, why, and what to do. */
  | {
      readonly _tag: 'PatchRefused';
      readonly field: string;
      readonly problem: string;
      readonly remedy: string;
    }
  /** @unit ms */
  | { readonly _tag: 'InquiryTooLong'; readonly ms: number }
  /** @unit bytes */
  | { readonly _tag: 'AnswerTooLarge'; readonly bytes: number; readonly bytesMax: number }
  /** Whoever was to answer has failed; `reason` is for the log. */
  | { readonly _tag: 'InquiryFailed'; readonly reason: string };

/** What somebody hears who inquired: `undefined` where there never was anything of that id. */
export type InquiryTold = Either<InquiryFault, InquiryAnswer | undefined>;

/** Answers questions about what was, without keeping the writer from its work. */
export interface Inquiries {
  /** Once the signal is given nobody wants the answer any more. */
  readonly ask: (inquiry: Inquiry, unwanted?: AbortSignal) => Promise<InquiryTold>;
}
