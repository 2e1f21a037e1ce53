import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from './policy.ts';
import { Problem, shown } from './problem-document.ts';

/** Of two of them Node takes the first; what stands between could have looked at the other one. */
const onceOnly = new Set(['host', 'authorization', 'content-type']);

/** Refuses what says twice who, what or where. @source RFC 9112 §3.2, RFC 9110 §5.3 */
export const refuseRepeated = (rawHeaders: readonly string[]): void => {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (!onceOnly.has(name)) continue;
    if (seen.has(name)) throw repeated(name);
    seen.add(name);
  }
};

const repeated = (name: string): Problem =>
  new Problem({
    slug: 'malformed-request',
    status: 400,
    title: 'A header that is there twice',
    detail: `A request has one ${name}.`,
    errors: [
      { pointer: `/${name}`, in: 'header', problem: 'is there twice', remedy: 'send it once' },
    ],
  });

/** Refuses what was sent to another host than this machine, by its header or by its address. */
export const refuseRebinding = ({ headers, url }: Addressed): void => {
  refuseElsewhere(headers.host ?? '');
  refuseElsewhere(authorityOf(url) ?? 'localhost');
};

/** Where a request was sent to. */
interface Addressed {
  readonly headers: IncomingHttpHeaders;
  readonly url: string;
}

/** The host that an address names itself, before which `Host` does not count. @source RFC 9112 §3.2.2 */
const authorityOf = (url: string): string | undefined =>
  /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1];

/** A page whose name was made to lead to this machine still sends its own name. */
const refuseElsewhere = (host: string): void => {
  const name = host.replace(/:\d{1,5}$/, '');
  if (isLoopback(name)) return;
  throw new Problem({
    slug: 'wrong-host',
    status: 421,
    title: 'Not the host that was asked for',
    detail: 'Only this machine is listened to: use http://127.0.0.1 or http://localhost.',
    errors: [
      {
        pointer: '/host',
        in: 'header',
        value: shown(host),
        problem: 'is not a name of this machine',
        remedy: 'ask 127.0.0.1, localhost or [::1]',
      },
    ],
  });
};

/** Refuses what the page of another site wants to write. */
export const refuseStrangers = (headers: IncomingHttpHeaders): void => {
  const { origin, host } = headers;
  const isSame = origin === undefined || isSameHost(origin, host);
  if (isSame && headers['sec-fetch-site'] !== 'cross-site') return;
  throw new Problem({
    slug: 'cross-site',
    status: 403,
    title: 'Written by another site',
    detail: 'A page of another site may not change anything here.',
    errors: [
      {
        pointer: '/origin',
        in: 'header',
        value: shown(origin ?? ''),
        problem: 'is another site',
        remedy: 'send requests from this origin, or without a browser',
      },
    ],
  });
};

/** Compares as addresses, in which the usual port may be left out. */
const isSameHost = (origin: string, host = ''): boolean => {
  if (!URL.canParse(origin)) return false;
  const { host: from, protocol } = new URL(origin);
  const to = `${protocol}//${host}`;
  return from !== '' && URL.canParse(to) && new URL(to).host === from;
};
