import type { Inquiries } from '../ports/inquiries.ts';

/** Where the server's own words go; JSON lines are made by whoever runs the program. */
export interface HttpLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A request that was answered, for metrics. @unit ms */
export interface RequestSeen {
  readonly method: string;
  /** The pattern of the route, never the path itself; `*` where no route fits. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

/** What a server lets in. @unit bytes, ms */
export interface HttpBounds {
  readonly bodyBytesMax: number;
  readonly bodyKeysMax: number;
  readonly bodyDepthMax: number;
  readonly urlLengthMax: number;
  /** Request line and headers together. */
  readonly headerBytesMax: number;
  /** From the first byte, or from the opening of the connection, to the end of the headers. */
  readonly headersMsMax: number;
  /** From the first byte to the end of the body. */
  readonly requestMsMax: number;
  /** How long nothing may go over a connection while it has a request: who does not read its answer is cut off. */
  readonly stallMsMax: number;
  /** How long a connection may idle between two requests. */
  readonly keepAliveMs: number;
  readonly connectionsMax: number;
  readonly requestsPerConnectionMax: number;
  /** How many requests of one connection may be unanswered. */
  readonly requestsAtOnceMax: number;
  /** How much of long answers may be unread by all clients together. */
  readonly unsentBytesMax: number;
  /** How long `close` waits for requests that are being answered. */
  readonly graceMs: number;
  /** How long a read waits for the revision that it asks for. */
  readonly minRevisionMsMax: number;
  readonly eventReadersMax: number;
  /** What a reader of events may leave unread before it is cut off. */
  readonly eventBufferBytesMax: number;
  /** How long facts gather before they are sent. */
  readonly eventGatherMs: number;
  readonly eventHeartbeatMs: number;
}

/** What is let in unless somebody says otherwise. @source reliability reference §7.6 */
export const usualBounds: HttpBounds = {
  bodyBytesMax: 1024 * 1024,
  bodyKeysMax: 10_000,
  bodyDepthMax: 64,
  urlLengthMax: 8 * 1024,
  headerBytesMax: 16 * 1024,
  headersMsMax: 10_000,
  requestMsMax: 30_000,
  stallMsMax: 30_000,
  keepAliveMs: 30_000,
  connectionsMax: 4_096,
  requestsPerConnectionMax: 100_000,
  requestsAtOnceMax: 64,
  unsentBytesMax: 256 * 1024 * 1024,
  graceMs: 10_000,
  minRevisionMsMax: 2_000,
  eventReadersMax: 2_000,
  eventBufferBytesMax: 1024 * 1024,
  eventGatherMs: 100,
  eventHeartbeatMs: 15_000,
};

/** What a server is told besides its brain. */
export interface HttpOptions {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** SHA-256 (hex) of each token, and who speaks by it; without any, only the machine itself is listened to. */
  readonly tokens?: ReadonlyMap<string, string> | undefined;
  readonly metrics?:
    { readonly contentType: string; readonly render: () => Promise<string> } | undefined;
  /** Who answers why, what is other, and what if; without, these are refused. */
  readonly inquiries?: Inquiries | undefined;
  readonly onRequest?: ((seen: RequestSeen) => void) | undefined;
  readonly log: HttpLog;
  readonly version: string;
  readonly bounds?: Partial<HttpBounds> | undefined;
}
