import { Script } from 'node:vm';

const script = new Script('globalThis.berthTried()');

/**
 * Does what is soon done, or fails: a loop without end becomes a failure that can be shrunk.
 *
 * @unit ms
 */
export const promptly = (tried: () => void, mostMs = 4_000): void => {
  Object.assign(globalThis, { berthTried: tried });
  script.runInThisContext({ timeout: mostMs });
};
