import { type Command, Option } from 'commander';
import { duration, wholeNumber } from './shell.ts';

/** Adds what says which server is meant; every command that speaks with one has it. */
export const serverOptions = (command: Command): Command =>
  command
    .addOption(inGroup('--server <url>', 'the server (BERTH_SERVER, else the current context)'))
    .addOption(inGroup('--context <name>', 'a server by the name of its context (BERTH_CONTEXT)'))
    .addOption(inGroup('--token-file <file>', 'the file with the token (BERTH_TOKEN_FILE)'))
    .addOption(
      inGroup('--timeout <duration>', 'how long to wait for one answer; 30s unless said').argParser(
        duration,
      ),
    );

const inGroup = (flags: string, description: string): Option =>
  new Option(flags, description).helpGroup('Server:');

/** Which moment is meant; the present, of which alone there are news, unless said. */
export const momentOption = (): Option =>
  new Option(
    '--at <moment>',
    'as it was: a revision (1041), a time (2026-01-05T14:03:00Z) or so long before the last fact (-2h)',
  ).conflicts(['watch', 'follow']);

/** Adds how data is printed. */
export const dataOptions = (
  command: Command,
  formats = 'table, wide, json, yaml, name or jsonpath=TEMPLATE',
  usual = 'table',
): Command => command.option('-o, --output <format>', formats, usual);

/** `--max-items` where `--limit` is usual: lists have the one, and people try it here. */
export const maxItemsOf = (command: () => Command): Option =>
  new Option('--max-items <number>', 'as --limit').argParser((text: string) => {
    const limit = wholeNumber(text);
    command().setOptionValue('limit', limit);
    return limit;
  });

/** Adds what every command has that changes something. */
export const writeOptions = (command: Command): Command =>
  serverOptions(
    command
      .option('-o, --output <format>', 'text, name, json or yaml', 'text')
      .addOption(
        new Option(
          '--dry-run [where]',
          'none, client (send nothing) or server (judge only; of workloads also where and at whose cost)',
        )
          .default('none')
          .preset('client'),
      ),
  );

/** Adds what a command has beside that which can be tried on a ledger file: what asks for workloads. */
export const trialOptions = (command: Command): Command =>
  writeOptions(command)
    .addOption(
      new Option(
        '--ledger <file>',
        'with --dry-run=server: what this ledger file says would be, without a server',
      ).conflicts(['server', 'context']),
    )
    .option(
      '--at <moment>',
      'with --ledger: as it was then, as berth why --at; at its end unless said',
    );
