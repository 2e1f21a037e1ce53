import type { Writable } from 'node:stream';

/**
 * Prints lines where they were printed the last time: only those that differ are written, so that nothing flickers.
 *
 * Each line must fit the terminal. The cursor rests below the last one.
 */
export const createRepainter = (
  stdout: Writable,
): ((lines: readonly string[]) => Promise<void>) => {
  let before: readonly string[] = [];
  return (lines) => {
    const text = repainting(before, lines);
    before = lines;
    if (text === '') return Promise.resolve();
    return new Promise((resolve, reject) => {
      stdout.write(text, (error) => (error ? reject(error) : resolve()));
    });
  };
};

/** The control text that turns lines on a screen into others; empty where they are the same. */
export const repainting = (before: readonly string[], lines: readonly string[]): string => {
  const height = Math.max(before.length, lines.length);
  let text = before.length === 0 ? '' : `\u001b[${before.length}A`;
  let isChanged = before.length !== lines.length;
  for (let place = 0; place < height; place += 1) {
    const line = lines[place];
    if (line !== undefined && line === before[place]) text += '\n';
    else {
      isChanged = true;
      text += `\r\u001b[2K${line ?? ''}\n`;
    }
  }
  if (!isChanged) return '';
  // Fewer lines than before: the cursor goes back to below the last of them.
  return lines.length < before.length ? `${text}\u001b[${before.length - lines.length}A` : text;
};
