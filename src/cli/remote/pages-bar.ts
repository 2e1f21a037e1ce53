import { type Bar, startBar, type Terminal } from '../terminal.ts';

/** A bar for a list that comes in several pages. */
export interface PagesBar {
  readonly onPage: (got: number, total: number) => void;
  readonly stop: () => void;
}

/** Prepares a bar that appears, for a person, once it is known that one page will not do. */
export const pagesBar = (terminal: Terminal, what: string): PagesBar => {
  let bar: Bar | undefined;
  let isStarted = false;
  let isStopped = false;
  const begin = async (got: number, total: number): Promise<void> => {
    const started = await startBar(terminal, what);
    if (isStopped) started.stop();
    else bar = started;
    bar?.update(got, total, `${got} of ${total}`);
  };
  return {
    onPage: (got, total) => {
      if (isStarted) bar?.update(got, total, `${got} of ${total}`);
      else if (got < total && terminal.isInteractive) {
        isStarted = true;
        void begin(got, total);
      }
    },
    stop: () => {
      isStopped = true;
      bar?.stop();
    },
  };
};
