/** Why a command ended without its answer, in words for a person: what, where, and what to do. */
export interface Failure {
  readonly what: string;
  readonly where?: string | undefined;
  readonly remedy?: string | undefined;
  readonly exitCode: number;
  /** What else is wrong; printed below, and of no effect on the exit code. */
  readonly more?: readonly Failure[] | undefined;
}

/** The exit codes of every command; `docs/CLI.md` lists them for users. */
export const exitCodes = {
  ok: 0,
  failure: 1,
  usage: 2,
  notFound: 3,
  conflict: 4,
  forbidden: 5,
  unreachable: 6,
  interrupted: 130,
} as const;

/** The text of a failure for stderr. */
export const textOfFailure = ({ what, where, remedy, more = [] }: Failure): string =>
  [`error: ${what}`, where && `  at: ${where}`, remedy && `  remedy: ${remedy}`]
    .filter((line) => line !== undefined && line !== '')
    .join('\n') +
  '\n' +
  more.map(textOfFailure).join('');
