import { refusedFlags } from '../refused-flag-names.ts';

/** What to print where a flag is given that other products know and Berth has nothing for; nothing is left out unseen. */
export const refusedFlag = (args: object): string | undefined => {
  for (const { names, why, remedy } of refusedFlags) {
    const given = names.find((name) => Object.hasOwn(args, memberOf(name)));
    if (given === undefined) continue;
    return `error: --${given} is known and not there yet: ${why}\n  at: --${given}\n  remedy: ${remedy}\n`;
  }
  return undefined;
};

/** The member of commander's options that a flag fills. */
const memberOf = (name: string): string =>
  name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
