import { isId } from '../../domain/foundation/ids.ts';
import { refuse, shown } from './refusal.ts';
import type { Table } from './table.ts';

/** A column of whole numbers and the numbers that make sense in it. */
export interface IntegerColumn {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

const digitsOnly = /^\d{1,15}$/;

/**
 * The reader of a column of whole numbers.
 *
 * @throws InputRefusal (the reader) for a cell that is none or is out of bounds
 */
export const integersOf = (table: Table, column: IntegerColumn): ((row: number) => number) => {
  const cellOf = table.column(column.name);
  return (row) => {
    const cell = cellOf(row);
    const value = digitsOnly.test(cell) ? Number(cell) : Number.NaN;
    if (value >= column.min && value <= column.max) return value;
    return refuse({
      file: table.file,
      line: table.lineOf(row),
      field: column.name,
      problem: `${shown(cell)} is no whole number from ${column.min} to ${column.max}`,
      remedy: 'write it in digits only, without sign, point, exponent or spaces',
    });
  };
};

const secondsPattern = /^(\d{1,10})(?:\.(\d{1,3})0*)?$/;

/**
 * The reader of a column of times or durations in seconds, to the millisecond.
 *
 * @unit answers ms
 * @throws InputRefusal (the reader) for a cell that is no such number
 */
export const secondsOf = (table: Table, name: string): ((row: number) => number) => {
  const cellOf = table.column(name);
  return (row) => {
    const cell = cellOf(row);
    const parts = secondsPattern.exec(cell);
    if (parts !== null) return Number(parts[1]) * 1000 + Number((parts[2] ?? '').padEnd(3, '0'));
    return refuse({
      file: table.file,
      line: table.lineOf(row),
      field: name,
      problem: `${shown(cell)} is no number of seconds from 0 to 9999999999`,
      remedy: 'write it in digits, with at most three after the point and no sign or exponent',
    });
  };
};

/**
 * The reader of a column of ids, which must differ from row to row.
 *
 * @throws InputRefusal (the reader) for a cell that is no id or has been seen before
 */
export const uniqueIdsOf = (table: Table, name: string): ((row: number) => string) => {
  const cellOf = table.column(name);
  const rowById = new Map<string, number>();
  return (row) => {
    const cell = cellOf(row);
    const place = { file: table.file, field: name };
    if (!isId(cell)) {
      const problem = `${shown(cell)} is no id`;
      const remedy = 'use lower-case letters, digits, ".", "_", ":", "@" and "-"; at most 253';
      refuse({ ...place, line: table.lineOf(row), problem, remedy });
    }
    const before = rowById.get(cell);
    if (before !== undefined) {
      const problem = `${shown(cell)} stands on line ${table.lineOf(before)} already`;
      refuse({ ...place, line: table.lineOf(row), problem, remedy: 'give every row its own id' });
    }
    rowById.set(cell, row);
    return cell;
  };
};

const labelPattern = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

/** Tells whether a text can be the value of a node label, which a GPU model becomes. */
export const isLabelValue = (text: string): boolean => labelPattern.test(text);
