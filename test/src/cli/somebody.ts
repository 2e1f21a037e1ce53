import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { berthOn } from './on-terminal.ts';

let homes = 0;

/** Somebody with an empty home of their own. */
export const somebody = (folder: string) => {
  homes += 1;
  const home = join(folder, `home-${homes}`);
  mkdirSync(home);
  const env = { HOME: home };
  const config = join(home, '.config', 'berth', 'config.yaml');
  return {
    env,
    home,
    config,
    write: (text: string) => {
      mkdirSync(join(home, '.config', 'berth'), { recursive: true });
      writeFileSync(config, text);
    },
    berth: (...args: readonly string[]) => berthOn({ env }, ...args),
    context: (...args: readonly string[]) =>
      berthOn({ env, input: async () => 's3cret\n' }, 'context', ...args),
  };
};
