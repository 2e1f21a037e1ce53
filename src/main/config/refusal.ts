import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { type Either, left } from '../../../domain/foundation/fp.ts';

/** Where a value came from: of two, the one that is further up here wins. */
export type Source =
  | { readonly _tag: 'Flag'; readonly flag: string }
  | { readonly _tag: 'Environment'; readonly variable: string }
  | {
      readonly _tag: 'File';
      readonly file: string;
      readonly line: number;
      readonly column: number;
    }
  | { readonly _tag: 'Default' };

/** What is wrong, and what to do about it. */
export interface Objection {
  readonly problem: string;
  readonly remedy: string;
}

/** A piece of foreign text as a message may show it: quoted, escaped and cut. */
export const shown = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text).replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );

/** A source in words, for people who ask why a value is as it is. */
export const textOfSource = (source: Source): string => {
  switch (source._tag) {
    case 'Flag':
      return source.flag;
    case 'Environment':
      return source.variable;
    case 'File':
      return `${source.file}:${source.line}:${source.column}`;
    case 'Default':
      return 'default';
  }
};

/** Refuses what came from a source, for a setting. */
export const refused = (
  source: Source,
  key: string | undefined,
  { problem, remedy }: Objection,
): Either<InputFault, never> => {
  const isOfFile = source._tag === 'File';
  return left({
    _tag: 'InputRefused',
    retry: 'never',
    file: isOfFile ? textOfSource(source) : placeOf(source),
    line: undefined,
    field: isOfFile || source._tag === 'Default' ? key : textOfSource(source),
    problem,
    remedy,
  });
};

const placeOf = (source: Source): string => {
  switch (source._tag) {
    case 'Flag':
      return 'command line';
    case 'Environment':
      return 'environment';
    case 'File':
    case 'Default':
      return 'configuration';
  }
};

/** Refuses a file as a whole. */
export const refusedFile = (file: string, { problem, remedy }: Objection) =>
  left<InputFault>({
    _tag: 'InputRefused',
    retry: 'never',
    file,
    line: undefined,
    field: undefined,
    problem,
    remedy,
  });
