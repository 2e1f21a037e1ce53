import type { Writable } from 'node:stream';
import stringWidth from 'string-width';

/** Lines that stay at the bottom of a terminal while other lines go by above them. */
export interface Screen {
  /** Draws these lines in place of those drawn before. */
  readonly draw: (lines: readonly string[]) => void;
  /** Writes above the lines that stay. */
  readonly above: (stream: Writable, text: string) => void;
  /** Leaves the last lines as they are and goes on below them. */
  readonly leave: () => void;
}

/** How large the terminal is now. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A screen that redraws; the caller says how large the terminal is at each drawing. */
export const pinnedScreen = (stdout: Writable, sizeOf: () => Size): Screen => {
  let shown: readonly string[] = [];
  const erase = (): string => (shown.length === 0 ? '' : `\u001b[${shown.length}A\u001b[0J`);
  const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
  return {
    draw: (lines) => {
      const { columns, rows } = sizeOf();
      const fitting = lines.slice(0, Math.max(1, rows - 2)).map((line) => cut(line, columns - 1));
      stdout.write(`${erase()}${textOf(fitting)}`);
      shown = fitting;
    },
    above: (stream, text) => {
      const lines = shown;
      stdout.write(erase());
      stream.write(text);
      stdout.write(textOf(lines));
    },
    leave: () => {
      shown = [];
    },
  };
};

/** A line that would wrap could not be taken away again. */
const cut = (line: string, columns: number): string => {
  if (stringWidth(line) <= columns) return line;
  let kept = '';
  let width = 1;
  for (const sign of line) {
    width += stringWidth(sign);
    if (width > columns) break;
    kept += sign;
  }
  return `${kept}…`;
};
