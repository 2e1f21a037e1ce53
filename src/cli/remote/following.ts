import type { Query } from './server.ts';

/** A fact as a server tells it. */
interface TailedFact {
  readonly revision: number;
  readonly type: string;
  /** Envelope and data, not looked at. */
  readonly fact: unknown;
}

/** How a server's facts are followed. */
export interface Following {
  /** Facts behind this revision; from now on where absent. */
  readonly after: number | undefined;
  readonly query?: Query | undefined;
  /** Told of facts in log order, each once; answers whether enough was seen. */
  readonly onFact: (fact: TailedFact) => boolean | void;
  /** Told when the connection is lost, and when it is there again. */
  readonly onLost?: (() => void) | undefined;
  readonly onBack?: (() => void) | undefined;
  readonly stopped?: AbortSignal | undefined;
}
