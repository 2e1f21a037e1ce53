import { type Command, InvalidArgumentError } from 'commander';
import { examples } from './examples.ts';
import { maxItemsOf } from './server-options.ts';
import { sourceOptions } from './noun-commands.ts';
import { base, type Shell, wholeNumber } from './shell.ts';

/** Adds `berth audit list`. */
export const addAudit = (program: Command, shell: Shell): void => {
  const audit = base(program.command('audit'), shell, examples.audit);
  audit.description('Say who did what.');
  const list: Command = base(audit.command('list'), shell, examples.audit)
    .description('List what was asked for: who, what, when, what it changed, and why.')
    .option('--actor <name>', 'only what this one did')
    .option('--subject <kind/id>', 'only what was done to it; a kind alone means all of that kind')
    .option('--since <time>', 'only from then on, such as 2026-01-05T13:00:00Z', instant)
    .option('--until <time>', 'only before then', instant)
    .option('--limit <number>', "only the newest so many; 1000 of a server's", wholeNumber)
    .addOption(maxItemsOf(() => list))
    .option('-o, --output <format>', 'table, wide, json or yaml', 'table')
    .option('--no-headers', 'leave the header line out');
  sourceOptions(list).action(async (options) => {
    const { auditList } = await import('./resources/audit.ts');
    shell.outcome.code = await auditList(shell.terminal, options);
  });
};

const iso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/;

/** Reads an instant from the command line; without a time of day it is midnight. @unit ms since epoch */
const instant = (text: string): number => {
  const atMs = /^\d{1,15}$/.test(text) ? Number(text) : iso.test(text) ? Date.parse(text) : NaN;
  const isReal = !iso.test(text) || new Date(atMs || 0).toISOString().startsWith(text.slice(0, 10));
  if (Number.isFinite(atMs) && isReal) return atMs;
  throw new InvalidArgumentError(
    'expected a time in UTC such as 2026-01-05 or 2026-01-05T13:00:00Z, or milliseconds since 1970.',
  );
};
