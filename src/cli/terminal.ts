import type { Writable } from 'node:stream';
import { wantsColor } from './print/color-signs.ts';

/** Where a command writes and what the terminal can do; given to commands so that tests can watch them. */
export interface Terminal {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Whether a person watches stderr: only then are there progress bars. */
  readonly isInteractive: boolean;
  readonly isColoured: boolean;
  /** @unit columns; absent where stdout is no terminal */
  readonly width: number | undefined;
  /** @unit lines; absent where stdout is no terminal */
  readonly height: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** All that stands on stdin. */
  readonly input: () => Promise<string>;
  /** Ends what would go on for ever; without it only a signal does. */
  readonly stopped?: AbortSignal | undefined;
}

/** The terminal of this process. */
export const processTerminal = (): Terminal => {
  const { stdout, stderr, env } = process;
  return {
    stdout,
    stderr,
    isInteractive: stderr.isTTY === true && env['TERM'] !== 'dumb',
    isColoured: wantsColor({ flag: undefined, isTty: stdout.isTTY === true, env }),
    // Asked anew each time: a window changes its size while somebody watches.
    get width() {
      return stdout.isTTY === true ? stdout.columns : undefined;
    },
    get height() {
      return stdout.isTTY === true ? stdout.rows : undefined;
    },
    env,
    input: async () => (await import('node:stream/consumers')).text(process.stdin),
  };
};

/** Writes all of a text and waits until the stream has taken it: large answers must not be cut by an early exit. */
export const write = (stream: Writable, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });

/** A bar with the time that is left, on stderr, for a person; nothing where nobody watches. */
export interface Bar {
  readonly update: (value: number, total: number, note: string) => void;
  readonly stop: () => void;
}

const silent: Bar = { update: () => undefined, stop: () => undefined };

/** Starts a progress bar. */
export const startBar = async (terminal: Terminal, what: string): Promise<Bar> => {
  if (!terminal.isInteractive) return silent;
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    format: `${what} {bar} {percentage}% · ETA {eta_formatted} · {note}`,
    stream: terminal.stderr,
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 50,
    fps: 10,
  });
  bar.start(1, 0, { note: '' });
  return {
    update: (value, total, note) => {
      bar.setTotal(Math.max(total, 1));
      bar.update(value, { note });
    },
    stop: () => bar.stop(),
  };
};
