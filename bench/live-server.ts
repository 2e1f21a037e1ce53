import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const berth = fileURLToPath(new URL('../bin/berth.js', import.meta.url));

/** A `berth up` of its own process. */
export interface LiveServer {
  readonly url: string;
  /** From the start of the process until it serves. */
  readonly readyMs: number;
  readonly stop: () => Promise<void>;
}

/** Starts `berth up` on a free port and answers when it is ready to serve. */
export const liveServer = async (args: readonly string[]): Promise<LiveServer> => {
  const startedMs = performance.now();
  const child = spawn(
    process.execPath,
    [berth, 'up', '--listen', '127.0.0.1:0', '--quiet', ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const url = await addressOf(child);
  while (!(await isReady(url))) await new Promise((resolve) => setTimeout(resolve, 5));
  return { url, readyMs: performance.now() - startedMs, stop: () => stopped(child) };
};

/** The first address that it prints. */
const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let output = '';
    const see = (chunk: Buffer): void => {
      output += chunk.toString();
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? [];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on('data', see);
    child.stderr?.on('data', see);
    child.on('close', (code) => reject(new Error(`berth up ended with ${code}: ${output}`)));
  });

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
};

const stopped = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.removeAllListeners('close');
    child.on('close', () => resolve());
    child.kill('SIGTERM');
  });
