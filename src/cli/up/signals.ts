import { exitCodes } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';

/** Somebody's wish that the program ends. */
export interface Wish {
  /** Resolves with what asked first. */
  readonly asked: Promise<string>;
  /** Ends the process whatever is still open in it, where a signal asked for that. */
  readonly endProcess: (exitCode: number) => void;
  /** Listens no longer. */
  readonly forget: () => void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Waits for a signal, or for whoever runs the command in a test; a second signal ends the process at once. */
export const awaitWish = ({ stopped }: Terminal): Wish => {
  const { promise: asked, resolve } = Promise.withResolvers<string>();
  let isAsked = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isAsked) process.exit(exitCodes.interrupted);
    isAsked = true;
    resolve(signal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  stopped?.addEventListener('abort', () => resolve('stopped'), { once: true });
  if (stopped?.aborted === true) resolve('stopped');
  return {
    asked,
    endProcess: (exitCode) => {
      if (isAsked) process.exit(exitCode);
    },
    forget: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
};
