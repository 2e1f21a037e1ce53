import { type Either, left, right } from '../../../domain/foundation/fp.ts';
import { type Objection, shown } from './refusal.ts';

/** Which store keeps the ledger, and where. */
export type LedgerPlace =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'jetstream'; readonly servers: string; readonly ledger: string }
  | { readonly kind: 'eventstoredb'; readonly connectionString: string; readonly ledger: string };

/** The name of a ledger in a server that keeps many. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;
const remedy =
  'name a file, nats://HOST:PORT/NAME or esdb://HOST:PORT/NAME; a NAME has letters, digits, "_" and "-"';

/** Reads where a ledger is kept. */
export const ledgerPlaceOf = (text: string): Either<Objection, LedgerPlace> => {
  const scheme = /^([a-z][a-z0-9+]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    const isPath = text.trim() !== '' && !text.includes('\0') && text !== ':memory:';
    return isPath ? right({ kind: 'file', path: text }) : refuse(text, 'names no file');
  }
  const parts = /^([^/?#]+)\/([^/?#]+)(\?[^#]*)?$/.exec(text.slice(scheme.length + 3));
  const [, authority = '', ledger = '', query = ''] = parts ?? [];
  if (parts === null || !namePattern.test(ledger)) return refuse(text, 'names no ledger');
  switch (scheme) {
    case 'nats':
    case 'tls':
      if (query !== '') return refuse(text, 'has a query, which servers of NATS do not take');
      return right({ kind: 'jetstream', servers: `${scheme}://${authority}`, ledger });
    case 'esdb':
    case 'esdb+discover':
      return right({
        kind: 'eventstoredb',
        connectionString: `${scheme}://${authority}${query}`,
        ledger,
      });
    default:
      return refuse(text, 'names a store that berth does not know');
  }
};

const refuse = (text: string, problem: string): Either<Objection, never> =>
  left({ problem: `${shown(withoutPassword(text))} ${problem}`, remedy });

/** An address without the password that it may hold. */
export const withoutPassword = (text: string): string =>
  text.replaceAll(/:\/\/[^/?#\s]*@/g, '://…@');

/** Where a ledger is, for people. */
export const textOfPlace = (place: LedgerPlace): string => {
  switch (place.kind) {
    case 'file':
      return place.path;
    case 'jetstream':
      return `${withoutPassword(place.servers)}/${place.ledger}`;
    case 'eventstoredb':
      return `${withoutPassword(place.connectionString)} (${place.ledger})`;
  }
};
