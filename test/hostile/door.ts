import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
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

/** Starts a server as a process of its own; it ends with the test at the latest. */
export const openDoor = async ({ bounds = {}, tokens = {} }: DoorOptions = {}): Promise<Door> => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-hostile-'));
  const ledger = join(folder, 'ledger.db');
  const digests = Object.entries(tokens).map(([token, actor]) => [sha256(token), actor]);
  const options = JSON.stringify({ ledger, bounds, tokens: digests });
  const server = fork(child, [options], { execArgv });
  const ended = once(server, 'exit');
  onTestFinished(async () => {
    server.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true });
  });
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
      rightOf(await verifyLedger(ledger, () => {}));
      const replayed = rightOf(await replayLedger(ledger, true, () => {}));
      expect(replayed.mismatches).toEqual([]);
    },
  };
};

const endedEarly = (): never => {
  throw new Error('the server has ended');
};
