import type { App } from './app.ts';
import type { ProblemSaid } from './problem-document.ts';

/** What a route lets its caller do, and to what: the one thing that authorisation looks at. */
export interface Policy {
  /** Probes are open to everybody who reaches the port. */
  readonly verb: 'read' | 'write' | 'probe';
  /** `workload`, `project`, `ledger` …; what is being read or written. */
  readonly kind: string;
}

/** Declares the policy of a route: `{ config: policy('read', 'workload') }`. */
export const policy = (verb: Policy['verb'], kind: string): { readonly policy: Policy } => ({
  policy: { verb, kind },
});

/** The policy that a route's configuration declares; `undefined` where it declares none. */
export const policyOf = (config: unknown): Policy | undefined => {
  if (typeof config !== 'object' || config === null || !('policy' in config)) return undefined;
  const declared = config.policy;
  if (typeof declared !== 'object' || declared === null) return undefined;
  const { verb, kind } = { verb: undefined, kind: undefined, ...declared };
  const isVerb = verb === 'read' || verb === 'write' || verb === 'probe';
  return isVerb && typeof kind === 'string' && kind !== '' ? { verb, kind } : undefined;
};

/** Keeps a server with a route that declares no policy from starting. */
export const requirePolicies = (app: App): void => {
  app.addHook('onRoute', (route) => {
    if (policyOf(route.config) !== undefined) return;
    throw new Error(`the route ${String(route.method)} ${route.url} declares no policy`);
  });
};

/** Tells whether only this machine can reach an address. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** What is said to who would listen to the world without asking who is there. */
export const openListenRefused = (host: string): ProblemSaid => ({
  slug: 'listen-refused',
  status: 500,
  title: 'Refusing to listen without authentication',
  detail:
    `${host} can be reached from other machines and no tokens are known: ` +
    'name a file of tokens with --token-file, or listen on 127.0.0.1',
});
