import colors from 'picocolors';

/** What a text means to the reader; colour only repeats what the word says. */
export type Tone = 'plain' | 'good' | 'busy' | 'warning' | 'bad' | 'faint' | 'strong';

/** Colours a text by its tone. */
export type Paint = (tone: Tone, text: string) => string;

/** A painter that obeys the caller's choice and never looks at the environment itself. */
export const paintWith = (isColored: boolean): Paint => {
  const palette = colors.createColors(isColored);
  const tones: Readonly<Record<Tone, (text: string) => string>> = {
    plain: (text) => text,
    good: palette.green,
    busy: palette.cyan,
    warning: palette.yellow,
    bad: palette.red,
    faint: palette.dim,
    strong: palette.bold,
  };
  return (tone, text) => tones[tone](text);
};
