import { isIP } from 'node:net';
import { type Either, left, right } from '../../../domain/foundation/fp.ts';
import { type Objection, shown } from './refusal.ts';

/** Where a server listens. @shape port 0 is any that is free */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A part of a host's name, as DNS has them. */
const label = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const isHostName = (text: string): boolean => text.split('.').every((part) => label.test(part));

/** Reads HOST:PORT; an IPv6 host stands in brackets. */
export const addressOf = (text: string): Either<Objection, Address> => {
  const parts = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d{1,5})$/.exec(text.slice(0, 300));
  const host = parts?.[1] ?? parts?.[2] ?? '';
  const port = Number(parts?.[3]);
  const isHost = parts?.[1] === undefined ? isHostName(host) : isIP(host) === 6;
  if (parts !== null && isHost && port <= 65_535) return right({ host, port });
  return left({
    problem: `${shown(text)} is no address to listen on`,
    remedy: 'write HOST:PORT, such as 127.0.0.1:7766 or [::1]:7766; the port is 0 to 65535',
  });
};

/** Whether nobody but this machine can reach a host. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
