import { fc, it as law } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { repainting } from '../../../../src/cli/print/repaint.ts';

/** A terminal that knows just what is written to it: lines, "up", "clear this line". */
const screen = () => {
  const lines: string[] = [''];
  let at = 0;
  return {
    lines: () => lines.slice(0, at),
    write: (text: string): void => {
      for (const [part] of text.matchAll(/\u001b\[\d+A|\u001b\[2K|\r|\n|[^\u001b\r\n]+/g)) {
        if (part === '\n') {
          at += 1;
          lines[at] ??= '';
        } else if (part === '\u001b[2K') lines[at] = '';
        else if (part.startsWith('\u001b')) at -= Number(part.slice(2, -1));
        else if (part !== '\r') lines[at] = part;
      }
    },
  };
};

const drawing = fc.array(fc.constantFrom('a', 'b', 'cc', ''), { maxLength: 6 });

describe('a table that is printed again', () => {
  law.prop([fc.array(drawing, { maxLength: 6 })])(
    '∀ drawings: after each one the screen shows it and nothing else',
    (drawings) => {
      const terminal = screen();
      let before: readonly string[] = [];
      for (const lines of drawings) {
        terminal.write(repainting(before, lines));
        before = lines;
        expect(terminal.lines()).toEqual(lines);
      }
    },
  );

  it('is not written at all where nothing has changed, and else only what has', () => {
    expect(repainting(['a', 'b'], ['a', 'b'])).toBe('');
    expect(repainting(['a', 'b'], ['a', 'c'])).toBe('\u001b[2A\n\r\u001b[2Kc\n');
  });
});
