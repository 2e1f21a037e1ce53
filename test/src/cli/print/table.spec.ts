import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { type Column, printTable } from '../../../../src/cli/print/index.ts';

interface Row {
  readonly name: string;
  readonly state: string;
  readonly gpus: string;
  readonly reason: string;
}
const columns: readonly Column<Row>[] = [
  { header: 'Name', value: (row) => row.name, importance: 'keep' },
  {
    header: 'State',
    value: (row) => row.state,
    tone: (row) => (row.state === 'Failed' ? 'bad' : 'good'),
  },
  { header: 'GPUs', value: (row) => row.gpus, align: 'right' },
  { header: 'Reason', value: (row) => row.reason, importance: 1 },
  { header: 'Twice', value: (row) => row.name + row.name, isWide: true },
];
const rows: readonly Row[] = [
  { name: 'job-1', state: 'Running', gpus: '8', reason: '-' },
  { name: 'job-22', state: 'Failed', gpus: '0.5', reason: 'ran out of memory on the second day' },
];

describe('printTable', () => {
  test('headers are in upper case, columns stand below each other, nothing hangs over', () => {
    expect(printTable(rows, columns)).toBe(
      [
        'NAME     STATE     GPUS   REASON',
        'job-1    Running      8   -',
        'job-22   Failed     0.5   ran out of memory on the second day',
        '',
      ].join('\n'),
    );
  });

  test('wide shows more columns, and headers can be left out', () => {
    const text = printTable(rows.slice(0, 1), columns, { isWide: true, noHeaders: true });
    expect(text).toBe('job-1   Running   8   -   job-1job-1\n');
  });

  test('a narrow terminal cuts the least important column', () => {
    expect(printTable(rows, columns, { width: 40 })).toBe(
      [
        'NAME     STATE     GPUS   REASON',
        'job-1    Running      8   -',
        'job-22   Failed     0.5   ran out of me…',
        '',
      ].join('\n'),
    );
  });

  test('no rows print nothing', () => {
    expect(printTable([], columns)).toBe('');
  });

  test('colour changes nothing but colour', () => {
    const colored = printTable(rows, columns, { color: true });
    expect(colored).toContain('\u001b[31mFailed\u001b[39m');
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(printTable(rows, columns));
  });

  test('a hostile name cannot move the cursor, colour the screen or break a line', () => {
    const hostile = [{ name: 'a\u001b[2J\nb\u202e', state: '-', gpus: '-', reason: '-' }];
    const text = printTable(hostile, columns, { noHeaders: true });
    expect(text).toBe('a\\u001b[2J\\u000ab\\u202e   -   -   -\n');
  });

  const word = fc.string({ unit: 'grapheme', maxLength: 30 });
  const anyRow = fc.record({ name: word, state: word, gpus: word, reason: word });

  test('∀ rows, width: one line a row, and no line is wider than the terminal can be served', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1 }), fc.integer({ min: 60 }), (some, width) => {
        const lines = printTable(some, columns, { width, noHeaders: true }).split('\n');
        expect(lines.length).toBe(some.length + 1);
        const kept = Math.max(...some.map((row) => stringWidth(row.name)));
        const least = kept + 3 * 4 + 3 * 3;
        for (const line of lines) {
          expect(stringWidth(line)).toBeLessThanOrEqual(Math.max(width, least, kept + 21));
        }
      }),
      { numRuns: 100 },
    );
  });
});
