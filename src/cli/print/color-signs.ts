/** What the caller found out about the terminal. */
export interface ColorSigns {
  /** `--color` or `--no-color`, where given. */
  readonly flag: boolean | undefined;
  readonly isTty: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whether to colour: the flag, then `NO_COLOR`, then `FORCE_COLOR`, then `TERM=dumb`, then the terminal. */
export const wantsColor = (signs: ColorSigns): boolean => {
  if (signs.flag !== undefined) return signs.flag;
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: term } = signs.env;
  if (no !== undefined && no !== '') return false;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return signs.isTty && term !== 'dumb';
};
