import { Compile } from 'typebox/compile';
import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { closestTo } from '../../../domain/foundation/closest.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { type Objection, refused, shown, type Source } from './refusal.ts';
import type { Setting, SettingValue } from './setting.ts';
import { settings } from './settings.ts';
import type { Written } from './yaml-page.ts';

/** What a setting is set to, and by what. */
export interface Chosen {
  readonly setting: Setting;
  /** `undefined` where nothing sets it and it has no default. */
  readonly value: SettingValue | undefined;
  readonly source: Source;
}

/** Every setting by its key. */
export type Effective = ReadonlyMap<string, Chosen>;

/** Where settings come from. */
export interface Given {
  /** By key, as the command line has them. */
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly file: string | undefined;
  readonly written: readonly Written[];
}

/** Chooses for every setting what the flag says, else the environment, else the file, else its default. */
export const choose = (given: Given): Either<InputFault, Effective> => {
  const written = new Map(given.written.map((one) => [one.key, one]));
  const effective = new Map<string, Chosen>();
  for (const setting of settings) {
    const chosen = chosenFor(setting, given, written.get(setting.key));
    if (isLeft(chosen)) return chosen;
    effective.set(setting.key, chosen.right);
  }
  return right(effective);
};

/** Judges the values of a file, also those that a flag or the environment would overrule. */
export const checkWritten = (
  file: string,
  written: readonly Written[],
): Either<InputFault, void> => {
  for (const setting of settings) {
    const one = written.find(({ key }) => key === setting.key);
    if (one === undefined) continue;
    const { line, column, value } = one;
    const checked = checkedValue(setting, value, { _tag: 'File', file, line, column });
    if (isLeft(checked)) return checked;
  }
  return right(undefined);
};

const chosenFor = (
  setting: Setting,
  { flags, environment, file }: Given,
  written: Written | undefined,
): Either<InputFault, Chosen> => {
  const flag = flags[setting.key];
  if (flag !== undefined && setting.flag !== undefined) {
    const value = typeof flag === 'string' ? setting.fromText(flag) : flag;
    return checkedValue(setting, value, { _tag: 'Flag', flag: setting.flag });
  }
  const { variable } = setting;
  const text = variable === undefined ? undefined : environment[variable];
  if (variable !== undefined && text !== undefined && text !== '') {
    const source = { _tag: 'Environment', variable } as const;
    return checkedValue(setting, setting.fromText(text), source);
  }
  if (written !== undefined && file !== undefined) {
    const { line, column, value } = written;
    return checkedValue(setting, value, { _tag: 'File', file, line, column });
  }
  return right({ setting, value: setting.byDefault, source: { _tag: 'Default' } });
};

const checkedValue = (
  setting: Setting,
  value: unknown,
  source: Source,
): Either<InputFault, Chosen> => {
  const isPlain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (isPlain && Compile(setting.shape).Check(value)) return right({ setting, value, source });
  return refused(source, setting.key, wrongValue(setting, value));
};

const wrongValue = ({ key, wanted, words }: Setting, value: unknown): Objection => {
  const close = typeof value === 'string' ? closestTo(value.slice(0, 64), words) : [];
  return {
    problem: `${seen(value)} stands where ${key} is set`,
    remedy:
      close.length === 0 ? `write ${wanted}` : `did you mean ${close.map(shown).join(' or ')}?`,
  };
};

const seen = (value: unknown): string => {
  if (typeof value === 'string') return shown(value);
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : 'a list or a group of keys';
};

const prefix = 'BERTH_';

/** Variables that look like settings and are none, each with what it may have meant. */
export const strayVariables = (
  environment: Readonly<Record<string, string | undefined>>,
): readonly { readonly name: string; readonly meant: string }[] => {
  const known = new Set(settings.flatMap(({ variable }) => variable?.slice(prefix.length) ?? []));
  return Object.keys(environment)
    .filter((name) => name.startsWith(prefix) && name !== 'BERTH_CONFIG' && name.length < 64)
    .map((name) => name.slice(prefix.length))
    .filter((name) => !known.has(name))
    .flatMap((name) =>
      closestTo(name, known)
        .slice(0, 1)
        .map((meant) => ({ name: `${prefix}${name}`, meant: `${prefix}${meant}` })),
    );
};
