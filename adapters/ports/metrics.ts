import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { LiveBrain } from './live-brain.ts';

/** A request over HTTP that was answered. @unit ms */
export interface AnsweredRequest {
  readonly method: string;
  /** The pattern of the route, never the path itself. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

/** What is read when somebody looks, rather than told when it happens. */
export interface Measured {
  readonly brain: Pick<LiveBrain, 'views' | 'pastUse' | 'health'>;
  /** Who reads the stream of events now; left out where nobody counts them. */
  readonly eventReaders?: (() => number) | undefined;
}

/** Figures for operators: the program tells what happens, and whoever looks gets the sums as one page. */
export interface Metrics {
  /** The media type of the page. */
  readonly contentType: string;
  /** The page; made at most once a second. */
  readonly render: () => Promise<string>;
  /** Says what the gauges are read from; before, they have no values. */
  readonly measure: (measured: Measured) => void;
  /** Facts became durable. @unit ms */
  readonly appended: (batch: { readonly facts: number; readonly ms: number }) => void;
  /** Requests were decided and answered together. @unit ms */
  readonly committed: (batch: { readonly requests: number; readonly ms: number }) => void;
  /** The kernel has planned. @unit ms */
  readonly planned: (ms: number) => void;
  /** Durable facts, each once. */
  readonly followed: (facts: readonly BerthRecorded[]) => void;
  readonly answered: (request: AnsweredRequest) => void;
  /** Ends what watches the process. */
  readonly close: () => void;
}
