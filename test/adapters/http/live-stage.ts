import { askOf, type Stage, stage, training } from './stage.ts';

/** Times that a test can wait for. @unit ms */
export const quick = { eventGatherMs: 5, eventHeartbeatMs: 30 };

/** A stage whose streams hurry. */
export const live = (bounds: object = {}): Promise<Stage> =>
  stage({ http: { bounds: { ...quick, ...bounds } } });

/** Submits workloads w1, w2 … */
export const submitted = async ({ brain }: Stage, from: number, to: number): Promise<void> => {
  for (let k = from; k <= to; k += 1) await askOf(brain, training(`w${k}`));
};

/** The revisions of messages. */
export const idsOf = (messages: readonly { readonly id: string }[]): number[] =>
  messages.map(({ id }) => Number(id));

/** All numbers from one to another. */
export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, k) => from + k);
