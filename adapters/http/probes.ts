import type { LiveBrain } from '../ports/live-brain.ts';
import type { RouteGroup } from './app.ts';
import type { HttpOptions } from './options.ts';
import { policy } from './policy.ts';

/** What probes say that the brain does not know. */
export interface Probed {
  readonly options: Pick<HttpOptions, 'metrics' | 'version'>;
  /** Whether the server is on its way down. */
  readonly isClosing: () => boolean;
}

interface Check {
  readonly name: string;
  readonly fault: string | undefined;
}

const plain = 'text/plain; charset=utf-8';

/** What Kubernetes, Prometheus and people ask a server about itself. */
export const probeRoutes = ({ options, isClosing }: Probed): RouteGroup => {
  const { metrics, version } = options;
  return (app, brain) => {
    const probe = { config: policy('probe', 'server') };
    app.get('/healthz', probe, (_, reply) => {
      const { closedBy } = brain.health();
      reply.statusCode = closedBy === undefined ? 200 : 503;
      return reply.type(plain).send(closedBy === undefined ? 'ok\n' : `closed: ${closedBy}\n`);
    });
    app.get('/readyz', probe, (request, reply) => {
      const checks = readiness(brain, isClosing());
      const isReady = checks.every(({ fault }) => fault === undefined);
      reply.statusCode = isReady ? 200 : 503;
      const isVerbose = typeof request.query === 'object' && 'verbose' in (request.query ?? {});
      return reply.type(plain).send(told(checks, isReady, isVerbose));
    });
    app.get('/version', probe, () => ({ name: 'berth', version, node: process.version }));
    app.get('/metrics', probe, async (_, reply) => {
      const text = metrics === undefined ? '' : await metrics.render();
      return reply.type(metrics?.contentType ?? plain).send(text);
    });
  };
};

const readiness = (brain: LiveBrain, isClosing: boolean): readonly Check[] => {
  const { closedBy, waiting, waitingMax, epoch } = brain.health();
  return [
    { name: 'server', fault: isClosing ? 'shutting down' : undefined },
    { name: 'engine', fault: closedBy === undefined ? undefined : `closed: ${closedBy}` },
    { name: 'leader', fault: epoch > 0 ? undefined : 'not elected' },
    { name: 'queue', fault: waiting < waitingMax ? undefined : `${waiting} requests wait` },
  ];
};

const told = (checks: readonly Check[], isReady: boolean, isVerbose: boolean): string => {
  const verdict = isReady ? 'ready\n' : 'not ready\n';
  if (isReady && !isVerbose) return verdict;
  const lines = checks.map(({ name, fault }) =>
    fault === undefined ? `[+] ${name} ok\n` : `[-] ${name} ${fault}\n`,
  );
  return `${lines.join('')}${verdict}`;
};
