/** Resolves when it is the caller's turn. */
export type Turn = () => Promise<void>;

/**
 * Lets one at a time go on, and between two of them everything else: however many catch up at once, who asks for
 * something small waits for one step of one of them.
 */
export const oneAtATime = (): Turn => {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
    return last;
  };
};
