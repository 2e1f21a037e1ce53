import { type TSchema, Type } from 'typebox';

/** What a setting can be set to. */
export type SettingValue = string | number | boolean;

/** One thing that can be set: in the file under `key`, in the environment, and mostly by a flag. */
export interface Setting {
  /** Its place in the file, such as `sim.nodes`. */
  readonly key: string;
  /** Its name in the environment, which follows from the key: `BERTH_SIM_NODES`; only what the file is has none. */
  readonly variable: string | undefined;
  /** Its flag, such as `--nodes`; `undefined` for what is set by file and environment only. */
  readonly flag: string | undefined;
  readonly shape: TSchema;
  /** What must stand there, in words. */
  readonly wanted: string;
  /** What it is for. */
  readonly says: string;
  readonly byDefault: SettingValue | undefined;
  /** The words that it is one of; none for other settings. */
  readonly words: readonly string[];
  /** Reads it as flags and the environment have it; what cannot be read stays a text, and no shape takes it. */
  readonly fromText: (text: string) => SettingValue;
}

/** What every kind of setting says of itself. */
export interface Saying<Value extends SettingValue> {
  readonly says: string;
  readonly flag?: string;
  readonly byDefault?: Value;
}

/** A setting before it has its key. */
export type Draft = Omit<Setting, 'key' | 'variable'>;

const said = ({ says, flag, byDefault }: Saying<SettingValue>) => ({ says, flag, byDefault });

/** Longest text of a setting: no path and no address is longer. @unit UTF-16 code units */
const textLengthMax = 4096;

/** A setting that is a text; `wanted` says of what form. */
export const textSetting = (wanted: string, saying: Saying<string>): Draft => ({
  ...said(saying),
  shape: Type.String({ minLength: 1, maxLength: textLengthMax }),
  wanted,
  words: [],
  fromText: (text) => text,
});

/** A setting that is one of a few words. */
export const wordSetting = (
  words: readonly [string, ...string[]],
  saying: Saying<string>,
): Draft => ({
  ...said(saying),
  shape: Type.Enum([...words]),
  wanted: words.length === 1 ? words[0] : `one of ${words.join(', ')}`,
  words,
  fromText: (text) => text,
});

/** A setting that is a whole number within bounds. */
export const wholeSetting = (
  bounds: { readonly min: number; readonly max: number },
  saying: Saying<number>,
): Draft => ({
  ...said(saying),
  shape: Type.Integer({ minimum: bounds.min, maximum: bounds.max }),
  wanted: `a whole number from ${bounds.min} to ${bounds.max}`,
  words: [],
  fromText: (text) => (/^\d{1,16}$/.test(text) ? Number(text) : text),
});

/** A setting that is on or off. */
export const switchSetting = (saying: Saying<boolean>): Draft => ({
  ...said(saying),
  shape: Type.Boolean(),
  wanted: 'true or false',
  words: ['true', 'false'],
  fromText: (text) => (text === 'true' ? true : text === 'false' ? false : text),
});
