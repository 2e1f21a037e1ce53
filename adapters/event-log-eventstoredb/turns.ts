/** Lets work begin only when the work before it has ended, however it ended. */
export interface Turns {
  readonly take: <Answer>(work: () => Promise<Answer>) => Promise<Answer>;
  /** When everything begun so far has ended. */
  readonly over: () => Promise<void>;
}

/** One after another, whoever asks. */
export const turns = (): Turns => {
  let last: Promise<unknown> = Promise.resolve();
  const take = <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  const over = async (): Promise<void> => {
    await last;
  };
  return { take, over };
};
