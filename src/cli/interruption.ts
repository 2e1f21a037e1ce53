/** Whether somebody wants this process to end; the second time it ends at once, as if nobody listened. */
export interface Interruption {
  readonly hasCome: () => boolean;
  /** Lets signals end the process at once again. */
  readonly forget: () => void;
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Takes note of the first SIGINT or SIGTERM instead of ending at once. */
export const awaitInterruption = (): Interruption => {
  let isAsked = false;
  const forget = (): void => {
    for (const signal of signals) process.off(signal, note);
  };
  const note = (): void => {
    isAsked = true;
    forget();
  };
  for (const signal of signals) process.on(signal, note);
  return { hasCome: () => isAsked, forget };
};
