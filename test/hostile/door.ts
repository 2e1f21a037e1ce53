import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import type { HttpBounds } from '../../adapters/http/index.ts';
import { replayLedger } from '../../src/main/replay-ledger.ts';
import { verifyLedger } from '../../src/main/verify-ledger.ts';
import { rightOf } from '../src/app/stage.ts';

/** How the server stands, by its own account. @unit MiB; pieces */
export interface Standing {
  readonly url: string;
  readonly rssMib: number;
  readonly heapMib: number;
  readonly sockets: number;
  /** Streams of events that are open. */
  readonly readers: number;
  readonly timers: number;
  readonly revision: number;
  readonly workloads: number;
  /** What the server has logged as faults of its own: there are none, whatever comes. */
  readonly faults: readonly string[];
}

/** A server that a test does harm to. */
export interface Door {
  readonly url: string;
  readonly address: { readonly host: string; readonly port: number };
  readonly standing: () => Promise<Standing>;
  /** Ends the server, and holds its ledger to its chain, its schemas and its own decisions. */
  readonly endInOrder: () => Promise<void>;
}

/** What is to be other than usual. */
export interface DoorOptions {
  readonly bounds?: Partial<HttpBounds>;
  /** Who speaks by which token. */
  readonly tokens?: Readonly<Record<string, string>>;
}

const child = join(import.meta.dirname, 'server-child.ts');
const execArgv = ['--conditions=berth-source', '--expose-gc'];
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A server with the way to take it away, however it stands. */
interface Started extends Door {
  readonly remove: () => Promise<void>;
}

const startDoor = async ({ bounds = {}, tokens = {} }: DoorOptions): Promise<Started> => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-hostile-'));
  const ledger = join(folder, 'ledger.db');
  const digests = Object.entries(tokens).map(([token, actor]) => [sha256(token), actor]);
  const options = JSON.stringify({ ledger, bounds, tokens: digests });
  const server = fork(child, [options], { execArgv });
  const ended = once(server, 'exit');
  const told = async (): Promise<Standing> => {
    const [standing] = await Promise.race([once(server, 'message'), ended.then(endedEarly)]);
    return standing;
  };
  const { url } = await told();
  return {
    url,
    address: { host: '127.0.0.1', port: Number(new URL(url).port) },
    standing: () => {
      server.send('standing');
      return told();
    },
    endInOrder: async () => {
      server.send('end');
      expect(await ended).toEqual([0, null]);
      await expectInOrder(ledger);
    },
    remove: async () => {
      server.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
};

const expectInOrder = async (ledger: string): Promise<void> => {
  rightOf(await verifyLedger(ledger, () => {}));
  const replayed = rightOf(await replayLedger(ledger, { verify: true }, () => {}));
  expect(replayed.mismatches).toEqual([]);
};

/** Starts a server as a process of its own; it ends with the test at the latest. */
export const openDoor = async (options: DoorOptions = {}): Promise<Door> => {
  const door = await startDoor(options);
  onTestFinished(door.remove);
  return door;
};

/** The one server of all tests of a file, which write nothing: at its end all is as it was at its start. */
export const doorOfFile = (options: DoorOptions = {}): (() => Door) => {
  let door: Started | undefined;
  let revision = 0;
  beforeAll(async () => {
    door = await startDoor(options);
    ({ revision } = await door.standing());
  });
  afterAll(async () => {
    const standing = await door?.standing();
    expect(standing).toMatchObject({ revision, faults: [] });
    await door?.endInOrder();
    await door?.remove();
  });
  return () => {
    if (door === undefined) throw new Error('the server has not started');
    return door;
  };
};

const endedEarly = (): never => {
  throw new Error('the server has ended');
};
