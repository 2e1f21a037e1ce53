import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { pinnedScreen } from '../../../../src/cli/up/screen.ts';

/** A terminal of so many rows that shows what is left after the signs were obeyed. */
const terminal = () => {
  const lines: string[] = [''];
  let at = 0;
  const put = (text: string): void => {
    for (const part of text.split(/(\u001b\[\d+[AJ]|\n)/)) {
      const up = /^\u001b\[(\d+)A$/.exec(part)?.[1];
      if (up !== undefined) at -= Number(up);
      else if (part === '\u001b[0J') lines.splice(at, lines.length - at, '');
      else if (part === '\n') lines[(at += 1)] ??= '';
      else lines[at] = `${lines[at] ?? ''}${part}`;
    }
  };
  const stream = (): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        put(chunk.toString());
        done();
      },
    });
  return { stdout: stream(), stderr: stream(), shown: () => lines.slice(0, -1) };
};

const wide = () => ({ columns: 80, rows: 24 });

describe('pinned lines', () => {
  it('are drawn in place of those before', () => {
    const { stdout, shown } = terminal();
    const screen = pinnedScreen(stdout, wide);
    stdout.write('first\n');
    screen.draw(['a', 'b', 'c']);
    screen.draw(['d']);
    screen.draw(['e', 'f']);
    expect(shown()).toEqual(['first', 'e', 'f']);
  });

  it('stay below what is written above them', () => {
    const { stdout, stderr, shown } = terminal();
    const screen = pinnedScreen(stdout, wide);
    screen.above(stderr, 'before\n');
    screen.draw(['a', 'b']);
    screen.above(stderr, 'warning\n');
    screen.draw(['c', 'd']);
    expect(shown()).toEqual(['before', 'warning', 'c', 'd']);
  });

  it('stand for good once the screen is left', () => {
    const { stdout, stderr, shown } = terminal();
    const screen = pinnedScreen(stdout, wide);
    screen.draw(['a']);
    screen.leave();
    screen.above(stderr, 'after\n');
    expect(shown()).toEqual(['a', 'after']);
  });

  it('never wrap, nor fill more than the terminal', () => {
    const { stdout, shown } = terminal();
    const screen = pinnedScreen(stdout, () => ({ columns: 10, rows: 5 }));
    screen.draw(['0123456789abc', '界界界界界界', 'c', 'd', 'e', 'f']);
    expect(shown()).toEqual(['01234567…', '界界界界…', 'c']);
  });
});
