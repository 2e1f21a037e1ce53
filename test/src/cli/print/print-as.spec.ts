import { describe, expect, test } from 'vitest';
import {
  type Column,
  formats,
  isFormat,
  type Listing,
  printAs,
  printData,
  printDescription,
  wantsColor,
} from '../../../../src/cli/print/index.ts';

interface Thing {
  readonly id: string;
  readonly grants: ReadonlyMap<string, number>;
  readonly note: string | undefined;
}
const columns: readonly Column<Thing>[] = [
  { header: 'name', value: (thing) => thing.id },
  { header: 'pools', value: (thing) => [...thing.grants.keys()].join(','), isWide: true },
];
const listing: Listing<Thing> = {
  noun: 'thing',
  rows: [{ id: 'a', grants: new Map([['default', 4]]), note: undefined }],
  columns,
  nameOf: (thing) => thing.id,
  recordOf: (thing) => thing,
};

describe('printAs', () => {
  test('each format shows the same things', async () => {
    expect(await printAs('table', listing)).toBe('NAME\na\n');
    expect(await printAs('wide', listing)).toBe('NAME   POOLS\na      default\n');
    expect(await printAs('name', listing)).toBe('thing/a\n');
    expect(await printAs('yaml', listing)).toBe('- id: a\n  grants:\n    default: 4\n');
    expect(JSON.parse(await printAs('json', listing))).toEqual([
      { id: 'a', grants: { default: 4 } },
    ]);
  });

  test('an empty list is an empty array, and an empty text elsewhere', async () => {
    const empty = { ...listing, rows: [] };
    expect(await printAs('json', empty)).toBe('[]\n');
    expect(await printAs('yaml', empty)).toBe('[]\n');
    expect(await printAs('table', empty)).toBe('');
    expect(await printAs('name', empty)).toBe('');
  });

  test('what JSON has no word for is still shown', async () => {
    const odd = {
      big: 2n ** 60n,
      small: 5n,
      set: new Set(['x']),
      none: undefined,
      not: Number.NaN,
    };
    expect(JSON.parse(await printData('json', odd))).toEqual({
      big: '1152921504606846976',
      small: 5,
      set: ['x'],
      not: null,
    });
  });

  test('formats are known by name', () => {
    expect(formats.every(isFormat)).toBe(true);
    expect(isFormat('csv')).toBe(false);
  });
});

describe('printDescription', () => {
  test('values of a block stand below each other, blocks and lists below their key', () => {
    const text = printDescription([
      { key: 'Name', value: 'job-1' },
      { key: 'Node pool', value: '' },
      {
        key: 'Request',
        value: [
          { key: 'GPUs', value: '8' },
          { key: 'Memory', value: '4Gi' },
        ],
      },
      { key: 'Nodes', value: ['n-1', 'n-2'] },
      { key: 'Labels', value: [] },
      { key: 'Events', value: { printed: 'WHEN   WHAT\n1s     queued\n' } },
    ]);
    expect(text).toBe(
      [
        'Name:       job-1',
        'Node pool:  -',
        'Request:',
        '  GPUs:    8',
        '  Memory:  4Gi',
        'Nodes:',
        '  n-1',
        '  n-2',
        'Labels:',
        '  -',
        'Events:',
        '  WHEN   WHAT',
        '  1s     queued',
        '',
      ].join('\n'),
    );
  });
});

describe('printDescription › hostile texts', () => {
  test('a value of several lines stays one line', () => {
    const text = printDescription([{ key: 'Na\nme', value: 'a\nState: Running' }]);
    expect(text).toBe('Na\\u000ame:  a\\u000aState: Running\n');
  });
});

describe('wantsColor', () => {
  const signs = (env: Record<string, string>, flag?: boolean, isTty = true) =>
    wantsColor({ flag, isTty, env });

  test('the flag wins, then NO_COLOR, then FORCE_COLOR, then a dumb terminal, then none', () => {
    expect(signs({ NO_COLOR: '1' }, true)).toBe(true);
    expect(signs({ NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
    expect(signs({ NO_COLOR: '', FORCE_COLOR: '1', TERM: 'dumb' }, undefined, false)).toBe(true);
    expect(signs({ FORCE_COLOR: '0' })).toBe(false);
    expect(signs({ TERM: 'dumb' })).toBe(false);
    expect(signs({ TERM: 'xterm' })).toBe(true);
    expect(signs({}, undefined, false)).toBe(false);
  });
});
