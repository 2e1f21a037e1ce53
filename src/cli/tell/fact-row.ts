import { type Column, instantText } from '../print/index.ts';
import { subjectOfFact } from '../remote/listen.ts';
import { memberOf } from '../remote/problem.ts';

/** A fact as a line of a table. */
export interface FactRow {
  readonly revision: string;
  readonly at: string;
  readonly type: string;
  readonly subject: string;
  readonly actor: string;
  readonly data: string;
}

/** Most characters of a fact's data in a table. */
const dataMax = 120;

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `${value}` : '';

/** What a table shows of a fact. */
export const rowOf = (fact: unknown): FactRow => {
  const data = JSON.stringify(memberOf(fact, 'data') ?? {});
  const atMs = memberOf(fact, 'atMs');
  return {
    revision: `#${textOf(memberOf(fact, 'revision'))}`,
    at: typeof atMs === 'number' ? instantText(atMs) : '-',
    type: textOf(memberOf(fact, 'type')),
    subject: subjectOfFact(fact),
    actor: textOf(memberOf(fact, 'actor')),
    data: data.length <= dataMax ? data : `${data.slice(0, dataMax)}…`,
  };
};

/** The columns of `berth events`. */
export const columns: readonly Column<FactRow>[] = [
  { header: 'fact', value: ({ revision }) => revision, align: 'right', importance: 'keep' },
  { header: 'at', value: ({ at }) => at },
  { header: 'type', value: ({ type }) => type, importance: 'keep' },
  { header: 'subject', value: ({ subject }) => subject, importance: 'keep' },
  { header: 'who', value: ({ actor }) => actor, importance: 20 },
  { header: 'data', value: ({ data }) => data, importance: 10 },
];
