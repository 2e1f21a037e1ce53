import { createHash } from 'node:crypto';

/** One sha256 over many lines. */
export interface LinesDigest {
  readonly add: (line: string) => void;
  /** The digest as 64 hex digits; nothing can be added after. */
  readonly hex: () => string;
}

/** sha256 over lines; gathers them, because a call into the hash costs more than a line. */
export const createLinesDigest = (): LinesDigest => {
  const hash = createHash('sha256');
  let text = '';
  return {
    add: (line: string): void => {
      text += `${line}\n`;
      if (text.length < 65_536) return;
      hash.update(text);
      text = '';
    },
    hex: (): string => hash.update(text).digest('hex'),
  };
};
