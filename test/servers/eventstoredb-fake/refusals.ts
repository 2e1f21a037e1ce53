import { Metadata, status } from '@grpc/grpc-js';

/** An error as gRPC carries it; the server names its own errors in the trailer `exception`. */
export interface Refusal {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

const refusal = (
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): Refusal => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return { code, details, metadata };
};

/** The server goes away. */
export const unavailableRefusal = (): Refusal => refusal(status.UNAVAILABLE, 'going away');

/** The server had no time for the write within its own limit; it may still commit. */
export const timedOutRefusal = (): Refusal => refusal(status.ABORTED, 'Operation timed out');

/** The caller may not do that. */
export const deniedRefusal = (): Refusal =>
  refusal(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

/** The server does not take such a call. */
export const invalidRefusal = (): Refusal =>
  refusal(status.INVALID_ARGUMENT, 'Maximum Append Event Size Exceeded.');

/** Another node leads. */
export const notLeaderRefusal = (leaderPort: number): Refusal =>
  refusal(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': '127.0.0.1',
    'leader-endpoint-port': String(leaderPort),
  });

/** The stream was deleted for ever. */
export const deletedRefusal = (stream: string): Refusal =>
  refusal(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

/** The append is larger than the server takes. */
export const tooLargeRefusal = (bytesMax: number): Refusal =>
  refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${bytesMax} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(bytesMax),
  });
