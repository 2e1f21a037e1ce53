import { harmless } from './cell.ts';
import { plainOf } from './plain.ts';
import { type Column, printTable, type TableOptions } from './table.ts';

/** The formats that `-o` takes. */
export const formats = ['table', 'wide', 'json', 'yaml', 'name'] as const;
/** See `formats`. */
export type Format = (typeof formats)[number];

/** Tells whether a text names a format. */
export const isFormat = (text: string): text is Format => formats.some((format) => format === text);

/** Things of one kind, and how each is shown in every format. */
export interface Listing<Row> {
  /** Singular, as `-o name` prints it: `workload`. */
  readonly noun: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly nameOf: (row: Row) => string;
  /** What JSON and YAML show of a row; maps and sets may be in it. */
  readonly recordOf: (row: Row) => unknown;
}

/** A list in the format asked for; JSON and YAML are one array. */
export const printAs = async <Row>(
  format: Format,
  listing: Listing<Row>,
  options: Omit<TableOptions, 'isWide'> = {},
): Promise<string> => {
  switch (format) {
    case 'table':
    case 'wide':
      return printTable(listing.rows, listing.columns, { ...options, isWide: format === 'wide' });
    case 'json':
    case 'yaml':
      return printData(format, listing.rows.map(listing.recordOf));
    case 'name':
      return listing.rows
        .map((row) => `${listing.noun}/${harmless(listing.nameOf(row))}\n`)
        .join('');
  }
};

/** Any value as JSON or YAML text; the YAML library is loaded only when somebody asks for YAML. */
export const printData = async (format: 'json' | 'yaml', value: unknown): Promise<string> => {
  const plain = plainOf(value);
  if (format === 'json') return `${JSON.stringify(plain, undefined, 2)}\n`;
  const { stringify } = await import('yaml');
  return stringify(plain, { lineWidth: 0 });
};
