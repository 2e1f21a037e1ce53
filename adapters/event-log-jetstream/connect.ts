import { readFileSync } from 'node:fs';
import { type ConnectionOptions, credsAuthenticator, type NatsConnection } from 'nats';
import { connectCleanly } from './connect-cleanly.ts';
import { raise, unavailable } from '../ports/log-faults.ts';
import { causeOf } from './faults.ts';
import { type Link, linkOf } from './link.ts';

/** Where the server is, and who we are there. */
export interface Address {
  /** `nats://host:port`, several with commas between them; `nats://user:password@host:port` where there is no file. */
  readonly servers: string;
  readonly credentialsFile: string | undefined;
  readonly timeoutMs: number;
}

interface Server {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** The addresses without passwords, as faults name them; `undefined` when one is no address. */
export const shownServersOf = (servers: string): string | undefined => {
  const parsed = serversOf(servers);
  return parsed?.map(({ url }) => url).join(',');
};

const serversOf = (servers: string): readonly Server[] | undefined => {
  const found: Server[] = [];
  for (const text of servers.split(',')) {
    const trimmed = text.trim();
    const url = URL.parse(trimmed.includes('://') ? trimmed : `nats://${trimmed}`);
    if (url === null || url.hostname === '') return undefined;
    found.push({
      url: `${url.protocol}//${url.host}`,
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    });
  }
  return found;
};

/** Connects within the time that is given. @throws FaultRaised | NatsError */
export const linkTo = async (address: Address, ledger: string): Promise<Link> => {
  const nc = await connectCleanly(optionsOf(address, ledger));
  requireVersion(nc, address);
  return linkOf(nc, address.timeoutMs);
};

const optionsOf = (
  { servers, credentialsFile, timeoutMs }: Address,
  ledger: string,
): ConnectionOptions => {
  const parsed = serversOf(servers) ?? [];
  return {
    servers: parsed.map(({ url }) => url),
    name: `berth ledger ${ledger}`,
    timeout: timeoutMs,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
    pingInterval: 5000,
    noAsyncTraces: true,
    ...(parsed.some(({ url }) => url.startsWith('tls:')) ? { tls: {} } : {}),
    ...identityOf(parsed[0]),
    ...(credentialsFile === undefined
      ? {}
      : { authenticator: credsAuthenticator(credentialsOf(servers, credentialsFile)) }),
  };
};

const identityOf = (first: Server | undefined): ConnectionOptions => {
  if (first === undefined || first.user === '') return {};
  const { user, password } = first;
  return password === '' ? { token: user } : { user, pass: password };
};

const credentialsOf = (servers: string, path: string): Uint8Array => {
  try {
    return readFileSync(path);
  } catch (error) {
    const remedy = 'Give the path of a file that `nsc generate creds` wrote.';
    return raise(unavailable(shownServersOf(servers) ?? '', causeOf(error), remedy));
  }
};

/** Older servers lose acknowledged messages in more ways than one. @source jepsen.io/analyses/nats-2.12.1 */
const oldest = [2, 12] as const;

const requireVersion = (nc: NatsConnection, { servers }: Address): void => {
  const version = nc.info?.version ?? '';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  void nc.close();
  raise(
    unavailable(
      shownServersOf(servers) ?? '',
      `nats-server ${version} is older than ${oldest.join('.')}`,
      'Run the newest patch of nats-server 2.12 or later.',
    ),
  );
};
