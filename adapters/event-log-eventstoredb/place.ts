import { hexOf } from '../../domain/foundation/chain.ts';
import type { Link } from './events.ts';
import { raise, unavailable } from '../ports/log-faults.ts';

/** How this ledger is called in faults and locks: the servers and the stream, never the password. */
export const placeOf = (connectionString: string, ledger: string): string => {
  const [, scheme = '', rest = ''] = /^\s*([^:/]*:\/\/)?(.*)$/s.exec(connectionString) ?? [];
  const hosts = rest.split(/[?#]/, 1)[0] ?? '';
  return `${scheme}${hosts.slice(hosts.lastIndexOf('@') + 1).replace(/\/+\s*$/, '')}/${ledger}`;
};

const streamLengthMax = 200;

/** Refuses names that the server keeps for itself, or that would not come back as they were written. */
export const checkStreamName = (place: string, ledger: string): void => {
  const isFine =
    ledger.length > 0 &&
    ledger.length <= streamLengthMax &&
    ledger.isWellFormed() &&
    !/^\$|[\s\p{Cc}]/u.test(ledger);
  if (isFine) return;
  const cause = 'this cannot be the name of a ledger';
  const remedy = `Name a stream of 1 to ${streamLengthMax} characters without spaces, not beginning with $.`;
  raise(unavailable(place, cause, remedy));
};

/** The stream beside the ledger that keeps snapshots. */
export const snapshotStreamOf = (ledger: string): string => `${ledger}-snapshots`;

/**
 * The stream that keeps the bodies of one batch too large for one append.
 *
 * The hash of its last fact names it, so that a retry finds what it wrote before; the size of its parts as well, for
 * other parts are other events.
 */
export const bundleStreamOf = (ledger: string, { hash }: Link, partBytes: number): string =>
  `${ledger}-bundle-${hexOf(hash).slice(0, 32)}-${partBytes}`;
