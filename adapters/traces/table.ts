import { parse } from 'csv-parse/sync';
import { readTextBytes } from './file.ts';
import { type Complaint, refuse, shown } from './refusal.ts';

/** The columns that a file must have and those that it may have; others are refused. */
export interface Columns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** A CSV file with a header, every row as long as the header. */
export interface Table {
  readonly file: string;
  readonly rowCount: number;
  readonly has: (column: string) => boolean;
  /** The text of a cell. @shape `row` is 0 for the first row under the header */
  readonly cell: (row: number, column: string) => string;
  /** The reader of one column, for loops over many rows. */
  readonly column: (name: string) => (row: number) => string;
  /** The line of the file where a row ends, 1 for the first. @cost reads the file again: for messages only */
  readonly lineOf: (row: number) => number;
}

/** The longest line that is read; no trace has one of a hundredth of that. @unit bytes */
const recordBytesMax = 64 * 1024;

const options = { skip_empty_lines: true, max_record_size: recordBytesMax } as const;

/**
 * Reads a CSV file as a table.
 *
 * @throws InputRefusal for a file that is no clean CSV with these columns and at least one row
 */
export const readTable = async (file: string, columns: Columns): Promise<Table> => {
  const bytes = await readTextBytes(file);
  const records = recordsOf(file, bytes);
  const header = records[0] ?? [];
  checkHeader(file, header, columns);
  if (records.length < 2) {
    const problem = 'the file has a header and no rows';
    refuse({ file, line: 1, problem, remedy: 'name a file with rows' });
  }
  const places = new Map(header.map((name, place) => [name, place]));
  const column = (name: string): ((row: number) => string) => {
    const place = places.get(name) ?? -1;
    return (row) => records[row + 1]?.[place] ?? '';
  };
  return {
    file,
    rowCount: records.length - 1,
    has: (name) => places.has(name),
    cell: (row, name) => column(name)(row),
    column,
    lineOf: (row) => lineOfRecord(bytes, row + 1),
  };
};

const recordsOf = (file: string, bytes: Buffer): readonly (readonly string[])[] => {
  try {
    return parse(bytes, options);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const line = lineOfError(bytes, error);
    const where = line === undefined ? { file } : { file, line };
    return refuse({ ...where, ...adviceOn(String(error.code)) });
  }
};

/** The line that is wrong; a quote that is never closed is looked for where it opens, not where the file ends. */
const lineOfError = (bytes: Buffer, error: Error): number | undefined => {
  const told = (name: 'lines' | 'records'): number | undefined => {
    const value: unknown = Object.entries(error).find(([key]) => key === name)?.[1];
    return typeof value === 'number' ? value : undefined;
  };
  const isOpen = 'code' in error && error.code === 'CSV_QUOTE_NOT_CLOSED';
  const records = told('records');
  if (!isOpen || records === undefined) return told('lines');
  return records === 0 ? 1 : lineOfRecord(bytes, records - 1) + 1;
};

type Advice = Pick<Complaint, 'problem' | 'remedy'>;

const quoteInside: Advice = {
  problem: 'a quote inside a field',
  remedy: 'quote the whole field and double its quotes',
};

const adviceByCode: ReadonlyMap<string, Advice> = new Map([
  [
    'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH',
    {
      problem: 'this line has more or fewer fields than the header',
      remedy: 'give every line one field for each column; quote a field that contains a comma',
    },
  ],
  [
    'CSV_QUOTE_NOT_CLOSED',
    {
      problem: 'a quote opens here and is never closed',
      remedy: 'close it; double a quote that is text',
    },
  ],
  [
    'CSV_MAX_RECORD_SIZE',
    {
      problem: `a line is longer than ${recordBytesMax} bytes`,
      remedy: 'check that the file has line ends and that every quote is closed',
    },
  ],
  ['INVALID_OPENING_QUOTE', quoteInside],
  ['CSV_INVALID_CLOSING_QUOTE', quoteInside],
  ['CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE', quoteInside],
]);

/** A code that a newer library brings is still a fault of the input, told by its name. */
const adviceOn = (code: string): Advice =>
  adviceByCode.get(code) ?? {
    problem: `this is no CSV (${code})`,
    remedy: 'check the line against RFC 4180',
  };

const checkHeader = (file: string, header: readonly string[], columns: Columns): void => {
  const wanted = [...columns.required, ...columns.optional];
  const seen = new Set<string>();
  for (const name of header) {
    if (seen.has(name)) {
      const problem = `the column ${shown(name)} stands twice in the header`;
      refuse({ file, line: 1, field: name.slice(0, 40), problem, remedy: 'remove one of them' });
    }
    seen.add(name);
  }
  const missing = columns.required.filter((name) => !seen.has(name));
  if (missing[0] !== undefined) {
    const problem = `the header lacks the column ${missing.join(', ')}`;
    const remedy = `the columns are ${wanted.join(', ')}`;
    refuse({ file, line: 1, field: missing[0], problem, remedy });
  }
  const extra = header.find((name) => !wanted.includes(name));
  if (extra !== undefined) {
    const problem = `the header has the column ${shown(extra)}, which this trace does not have`;
    const remedy = `remove it; the columns are ${wanted.join(', ')}`;
    refuse({ file, line: 1, field: extra.slice(0, 40), problem, remedy });
  }
};

const lineOfRecord = (bytes: Buffer, record: number): number => {
  const lines: number[] = [];
  const note = (_: unknown, place: { readonly lines: number }): undefined => {
    lines.push(place.lines);
  };
  parse(bytes, { ...options, to: record + 1, on_record: note });
  return lines.at(-1) ?? record + 1;
};
