import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** A real nats-server of its own: a port on loopback and a folder that outlives its process. */
export interface NatsServer {
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  /** Starts it, again on the same data and port; answers when it is ready. */
  readonly start: () => Promise<void>;
  /** `kill -9`. */
  readonly kill: () => Promise<void>;
  /** Stands still, as a machine does; answers when all of it does. */
  readonly freeze: () => Promise<void>;
  /** Goes on. */
  readonly thaw: () => void;
  /** Ends it and removes its folder. */
  readonly remove: () => Promise<void>;
}

const builder = join(import.meta.dirname, '../../../shared/envtest/build');

/** The binary: the one that `BERTH_NATS_SERVER` names, or the pinned one that is built where Go is. */
const binaryOf = (): string => {
  const named = process.env['BERTH_NATS_SERVER'] ?? '';
  if (existsSync(named)) return named;
  const built = spawnSync(builder, ['nats-server'], { encoding: 'utf8' });
  const binary = join(built.stdout?.trim().split('\n').at(-1) ?? '', 'nats-server');
  if (named === '' && built.status === 0 && existsSync(binary)) return binary;
  const cause = named === '' ? (built.error?.message ?? built.stderr) : `there is no ${named}`;
  throw new Error(
    'this suite needs a real nats-server 2.12 or later: install Go so that it can be built, or name a binary in ' +
      `BERTH_NATS_SERVER (${cause})`,
  );
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** The server ends with us, however we end: then nobody holds the other end of its standard input. */
const lifeline = '"$1" -c "$2" 2>&1 & child=$!; echo "pid $child"; read -r _; kill -9 $child; wait';

/** Starts a server; `settings` are lines of its configuration. */
export const startNatsServer = async (settings: string): Promise<NatsServer> => {
  const binary = binaryOf();
  const folder = mkdtempSync(join(tmpdir(), 'berth-nats-'));
  const port = await freePort();
  const server = processOf(binary, configIn(folder, port, settings));
  await server.start();
  return {
    url: `nats://127.0.0.1:${port}`,
    port,
    folder,
    ...server,
    remove: async () => {
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const configIn = (folder: string, port: number, settings: string): string => {
  const config = join(folder, 'nats.conf');
  const lines = [
    `listen: "127.0.0.1:${port}"`,
    `jetstream { store_dir: "${join(folder, 'jetstream')}", sync_interval: always }`,
    settings,
  ];
  writeFileSync(config, lines.join('\n'));
  return config;
};

/** Whether every thread of a process was stopped: one that was not yet may still answer. */
const standsStill = (pid: number): boolean =>
  readdirSync(`/proc/${pid}/task`).every((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8').includes('\nState:\tT'),
  );

const processOf = (
  binary: string,
  config: string,
): Pick<NatsServer, 'start' | 'kill' | 'freeze' | 'thaw'> => {
  let running: Running | undefined;
  return {
    start: async () => {
      running ??= await run(binary, config);
    },
    kill: async () => {
      const { child, pid } = running ?? {};
      running = undefined;
      if (child === undefined || pid === undefined) return;
      const gone = once(child, 'close');
      process.kill(pid, 'SIGKILL');
      child.stdin.end();
      await gone;
    },
    freeze: async () => {
      if (running === undefined) return;
      process.kill(running.pid, 'SIGSTOP');
      while (!standsStill(running.pid)) await sleep(1);
    },
    thaw: () => {
      if (running !== undefined) process.kill(running.pid, 'SIGCONT');
    },
  };
};

/** Starts servers `n0`, `n1` … that keep streams together: three can lose any one of them. */
export const startNatsCluster = async (size: number): Promise<readonly NatsServer[]> => {
  const ports = await Promise.all(Array.from({ length: size }, freePort));
  const routes = ports.map((port) => `"nats://127.0.0.1:${port}"`).join(', ');
  const settings = ports.map(
    (port, index) =>
      `server_name: n${index}\ncluster { name: berth, listen: "127.0.0.1:${port}", routes: [${routes}] }`,
  );
  return Promise.all(settings.map(startNatsServer));
};

interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly pid: number;
}

const readyMsMax = 30_000;

const run = async (binary: string, config: string): Promise<Running> => {
  const child = spawn('sh', ['-c', lifeline, 'sh', binary, config]);
  const said: string[] = [];
  const late = setTimeout(() => child.stdin.end(), readyMsMax);
  let pid = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (line.startsWith('pid ')) pid = Number(line.slice(4));
    if (line.includes('Server is ready')) {
      clearTimeout(late);
      child.stdout.resume();
      return { child, pid };
    }
    if (line.includes('[FTL]')) break;
  }
  clearTimeout(late);
  child.stdin.end();
  throw new Error(`nats-server did not start:\n${said.join('\n')}`);
};
