import { Type } from 'typebox';
import type { LiveBrain } from '../ports/live-brain.ts';
import type { App, RouteGroup } from './app.ts';
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
const config = policy('probe', 'server');

/** What Kubernetes, Prometheus and people ask a server about itself. */
export const probeRoutes =
  ({ options, isClosing }: Probed): RouteGroup =>
  (app, brain) => {
    healthRoute(app, brain);
    readinessRoute(app, brain, isClosing);
    versionRoute(app, options.version);
    metricsRoute(app, options.metrics);
  };

const textAnswer = (description: string, example: string) => ({
  produces: ['text/plain'],
  response: { 200: Type.String({ description, examples: [example] }) },
});

const healthRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'getHealth',
    summary: 'Whether the program is alive',
    tags: ['Probes'],
    ...textAnswer('It is', 'ok\n'),
  };
  app.get('/healthz', { config, schema }, (_, reply) => {
    const { closedBy } = brain.health();
    reply.statusCode = closedBy === undefined ? 200 : 503;
    return reply.type(plain).send(closedBy === undefined ? 'ok\n' : `closed: ${closedBy}\n`);
  });
};

const readinessRoute = (app: App, brain: LiveBrain, isClosing: () => boolean): void => {
  const schema = {
    operationId: 'getReadiness',
    summary: 'Whether requests are taken',
    tags: ['Probes'],
    querystring: Type.Object({
      verbose: Type.Optional(Type.String({ description: 'tells every check', examples: [''] })),
    }),
    ...textAnswer('They are', 'ready\n'),
  };
  app.get('/readyz', { config, schema }, (request, reply) => {
    const checks = readiness(brain, isClosing());
    const isReady = checks.every(({ fault }) => fault === undefined);
    reply.statusCode = isReady ? 200 : 503;
    return reply.type(plain).send(told(checks, isReady, request.query.verbose !== undefined));
  });
};

const readiness = (brain: LiveBrain, isClosing: boolean): readonly Check[] => {
  const { closedBy, waiting, waitingMax, epoch, beatAgoMs } = brain.health();
  return [
    { name: 'server', fault: isClosing ? 'shutting down' : undefined },
    { name: 'engine', fault: engineFaultOf(closedBy, beatAgoMs) },
    { name: 'leader', fault: epoch > 0 ? undefined : 'not elected' },
    { name: 'queue', fault: waiting < waitingMax ? undefined : `${waiting} requests wait` },
  ];
};

/** An engine that has not come round for so long does nothing for anybody, whatever it answers. @unit ms */
const beatAgoMsMax = 10_000;

const engineFaultOf = (closedBy: string | undefined, beatAgoMs: number): string | undefined => {
  if (closedBy !== undefined) return `closed: ${closedBy}`;
  if (beatAgoMs <= beatAgoMsMax) return undefined;
  return `the engine has not come round for ${Math.floor(beatAgoMs / 1000)} s`;
};

const told = (checks: readonly Check[], isReady: boolean, isVerbose: boolean): string => {
  const verdict = isReady ? 'ready\n' : 'not ready\n';
  if (isReady && !isVerbose) return verdict;
  const lines = checks.map(({ name, fault }) =>
    fault === undefined ? `[+] ${name} ok\n` : `[-] ${name} ${fault}\n`,
  );
  return `${lines.join('')}${verdict}`;
};

const versionRoute = (app: App, version: string): void => {
  const schema = {
    operationId: 'getVersion',
    summary: 'Which program this is',
    tags: ['Probes'],
    response: {
      200: Type.Object(
        { name: Type.Literal('berth'), version: Type.String(), node: Type.String() },
        {
          additionalProperties: false,
          examples: [{ name: 'berth', version: '0.1.0', node: 'v24.0.0' }],
        },
      ),
    },
  };
  app.get('/version', { config, schema }, () => ({
    name: 'berth',
    version,
    node: process.version,
  }));
};

const metricsRoute = (app: App, metrics: HttpOptions['metrics']): void => {
  const schema = {
    operationId: 'getMetrics',
    summary: 'Figures for Prometheus',
    tags: ['Probes'],
    ...textAnswer('In the text format', '# HELP berth_ledger_revision The last fact.\n'),
  };
  app.get('/metrics', { config, schema }, async (_, reply) => {
    const text = metrics === undefined ? '' : await metrics.render();
    return reply.type(metrics?.contentType ?? plain).send(text);
  });
};
