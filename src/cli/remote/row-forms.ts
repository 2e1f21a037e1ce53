import { memberOf } from './problem.ts';

/** What a member must be for the CLI to work with it; `?` where it may be absent. */
type Kind = 'text' | 'number' | 'flag' | 'list' | 'record' | 'text?' | 'number?';

/**
 * The members that the CLI needs of what a server sends, so that another version of a server is told from a bug.
 *
 * What is in lists and records is trusted: it is printed, never acted upon.
 */
export interface Form<Row> {
  readonly members: Readonly<Record<string, Kind>>;
  readonly fits: (value: unknown) => value is Row;
}

/** Makes the form of a row from the members that are needed of it. */
export const formOf = <Row>(
  members: Readonly<Partial<Record<keyof Row & string, Kind>>>,
): Form<Row> => {
  const needed = Object.fromEntries(
    Object.entries<Kind | undefined>(members).filter(
      (entry): entry is [string, Kind] => entry[1] !== undefined,
    ),
  );
  return {
    members: needed,
    fits: (value): value is Row => firstMisfit(needed, value) === undefined,
  };
};

/** Says which member is not as it should be: ` has no name`. */
export const misfitOf = ({ members }: Pick<Form<never>, 'members'>, value: unknown): string => {
  const key = firstMisfit(members, value);
  return key === undefined ? '' : ` has no ${key} that is a ${members[key] ?? ''}`;
};

const firstMisfit = (members: Readonly<Record<string, Kind>>, value: unknown): string | undefined =>
  Object.keys(members).find((key) => !isOf(members[key] ?? 'text', memberOf(value, key)));

const isOf = (kind: Kind, member: unknown): boolean => {
  switch (kind) {
    case 'text':
      return typeof member === 'string';
    case 'text?':
      return member === undefined || typeof member === 'string';
    case 'number':
      return typeof member === 'number';
    case 'number?':
      return member === undefined || typeof member === 'number';
    case 'flag':
      return typeof member === 'boolean';
    case 'list':
      return Array.isArray(member);
    case 'record':
      return typeof member === 'object' && member !== null && !Array.isArray(member);
  }
};
