/** Resolves when it is the caller's turn. */
export type Turn = () => Promise<void>;

/** In a round the loop takes one new connection: so many are let in, and heard, between two turns. */
const roundsBetween = 64;

/**
 * Lets one at a time go on, and between two of them everything else: however many catch up at once, who asks for
 * something small waits for few steps of theirs, also where it comes last in a crowd of connections.
 *
 * @cost a round with nothing to do takes about a microsecond
 */
export const oneAtATime = (): Turn => {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(othersServed);
    return last;
  };
};

const othersServed = async (): Promise<void> => {
  for (let round = 0; round < roundsBetween; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};
