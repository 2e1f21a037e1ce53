import { onTestFinished } from 'vitest';
import type { Ask } from '../../../adapters/ports/ask.ts';
import { askOf, stage, type StageOptions, training } from '../../adapters/http/stage.ts';
import { type Answer, berthOn } from './on-terminal.ts';

/** A real brain behind a real server, and the command line that speaks with it. */
export interface Site {
  readonly url: string;
  readonly berth: (...args: readonly string[]) => Promise<Answer>;
  readonly berthOn: (
    abilities: Parameters<typeof berthOn>[0],
    ...args: readonly string[]
  ) => Promise<Answer>;
  readonly ask: (ask: Ask) => Promise<unknown>;
}

/** Two nodes of eight GPUs, the projects vision and speech with eight each; nothing runs unless the cluster is one. */
export const site = async (options: StageOptions = {}): Promise<Site> => {
  const { brain, server } = await stage(options);
  const env = { BERTH_SERVER: server.url };
  return {
    url: server.url,
    berth: (...args) => berthOn({ env }, ...args),
    berthOn: (abilities, ...args) => berthOn({ env, ...abilities }, ...args),
    ask: (ask) => askOf(brain, ask),
  };
};

/** A site on which trainings have been asked for, one GPU each unless said. */
export const siteWith = async (
  names: readonly (string | readonly [string, number])[],
  options?: StageOptions,
): Promise<Site> => {
  const made = await site(options);
  for (const one of names) {
    const [name, gpus] = typeof one === 'string' ? [one, 1] : one;
    await made.ask(training(name, gpus));
  }
  return made;
};

/** A signal that ends what would go on for ever when the test is over, or when it is told to. */
export const stopper = (): AbortController => {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  return controller;
};

/** Resolves once something is so; fails after some seconds. */
export const until = async (is: () => boolean, what: string): Promise<void> => {
  for (let waitedMs = 0; !is(); waitedMs += 10) {
    if (waitedMs > 8_000) throw new Error(`it never came to this: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
