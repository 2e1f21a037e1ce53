import type { Revision } from '../../domain/foundation/event.ts';
import { Problem, shown } from './problem-document.ts';

/** The tag of a thing whose last fact has this revision. */
export const etagOf = (revision: Revision): string => `"${revision}"`;

const tagShape = /^(?:W\/)?"(\d{1,15})"$/;

/** The last fact that a sender has seen, by its `If-Match`; `undefined` where it names none. */
export const expectedRevisionOf = (header: string | undefined): Revision | undefined => {
  if (header === undefined || header === '*') return undefined;
  const revision = tagShape.exec(header)?.[1];
  if (revision !== undefined && !header.startsWith('W/')) return Number(revision);
  throw new Problem({
    slug: 'if-match',
    status: 400,
    title: 'An If-Match that names no revision',
    detail: 'If-Match takes the one ETag of the answer that you looked at.',
    errors: [
      {
        pointer: '/if-match',
        in: 'header',
        value: shown(header),
        problem: 'is not an ETag of this server',
        remedy: 'send the ETag as it came, such as "42"',
      },
    ],
  });
};

/** Tells whether a reader has what it would get, by its `If-None-Match`. */
export const isKnown = (header: string | undefined, revision: Revision): boolean =>
  header !== undefined &&
  header.length <= 8 * 1024 &&
  header.split(',').some((tag) => {
    const trimmed = tag.trim();
    return trimmed === '*' || tagShape.exec(trimmed)?.[1] === String(revision);
  });
