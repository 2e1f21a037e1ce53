import type { Metadata } from '@grpc/grpc-js';
import { notLeaderRefusal, type Refusal } from './refusals.ts';
import type { FakeEvent, FakeStore } from './store.ts';

/** What goes wrong with one call. */
export type Mishap =
  /** No answer ever comes; the events of an append may be kept all the same. */
  | { readonly _tag: 'Silent'; readonly isKept: boolean }
  /** The server goes away before it answers; the events of an append may be kept all the same. */
  | { readonly _tag: 'GoesAway'; readonly isKept: boolean }
  /** The server's own time for a commit is over; it may still come about. */
  | { readonly _tag: 'TimesOut'; readonly isKept: boolean }
  | { readonly _tag: 'Denied' }
  /** The server does not take such a call. */
  | { readonly _tag: 'Refused' }
  /** Another node has become the leader. */
  | { readonly _tag: 'NotLeader'; readonly leaderPort: number }
  /** Somebody else appends these events first. */
  | { readonly _tag: 'Overtaken'; readonly by: readonly FakeEvent[] }
  /** A read ends with an error after that many events. */
  | { readonly _tag: 'Cut'; readonly after: number };

/** What goes wrong with the next calls, each once and in this order. */
export interface Script {
  readonly appends: Mishap[];
  readonly reads: Mishap[];
}

/** How often each call came. */
export interface Calls {
  append: number;
  read: number;
  batchAppend: number;
}

/** One node of a cluster. */
export interface Node {
  readonly store: FakeStore;
  readonly script: Script;
  readonly calls: Calls;
  readonly appendBytesMax: number;
  readonly leaderPort: number | undefined;
}

/** What a node that does not lead answers to whoever wants the leader. */
export const notLeading = ({ leaderPort }: Node, metadata: Metadata): Refusal | undefined =>
  leaderPort !== undefined && metadata.get('requires-leader').includes('true')
    ? notLeaderRefusal(leaderPort)
    : undefined;
