import { resolve } from 'node:path';
import type { TaskEither } from '../../domain/foundation/fp.ts';
import type { EventLog, LogFault } from '../ports/event-log.ts';
import { raise, unavailable } from '../ports/log-faults.ts';
import { guarded } from './faults.ts';
import { looks, strict, type Leniency, type View, viewOf } from './view.ts';

/** A file that is read, perhaps while another process writes it. */
export interface Reading {
  readonly place: string;
  /** Runs work on a view of the present file. */
  readonly see: <Answer>(work: (view: View) => Answer) => Answer;
  readonly close: () => void;
}

/**
 * Opens a file so that nothing beside it is made.
 *
 * Where a WAL is there, SQLite reads through it. Where none is (nobody writes), the file is opened as immutable: SQLite
 * would make a WAL otherwise, and could not in a read-only directory. As soon as a WAL or other bytes appear, the view
 * is made anew.
 */
export const readingOf = (path: string, leniency: Leniency = strict): Reading => {
  const place = resolve(path);
  let view: View | undefined;
  const close = (): void => {
    view?.db.close();
    view = undefined;
  };
  const present = (): View => {
    if (view?.seenAs !== undefined && view.seenAs !== looks(place)) close();
    return (view ??= viewOf(place, leniency));
  };
  const see = <Answer>(work: (view: View) => Answer): Answer => {
    const before = looks(place);
    try {
      return work(present());
    } catch (error) {
      // A writer may have begun between our look at the file and our reading of it.
      if (looks(place) === before) throw error;
      close();
      return work(present());
    }
  };
  see(() => undefined);
  return { place, see, close };
};

/** Opens a ledger for reading; without proof where somebody else reads the same facts with it. */
export const openForReading = (path: string, isProved: boolean = true): EventLog => {
  const reading = readingOf(path, { ...strict, isProved });
  let isOpen = true;
  const whileOpen = <Answer>(work: (view: View) => Answer): TaskEither<LogFault, Answer> =>
    guarded(path, () =>
      isOpen ? reading.see(work) : raise({ _tag: 'LogClosed', retry: 'never', place: path }),
    );
  const refuse = () =>
    whileOpen(() => raise(unavailable(path, 'it was opened for reading', 'Open it for writing.')));
  return {
    head: () => whileOpen(({ rows }) => rows.head()),
    append: refuse,
    read: (after, max) => whileOpen(({ rows }) => rows.page(after, max)),
    readSubject: (subject, after, max) =>
      whileOpen(({ index }) => index().subject(subject, after, max)),
    findCommand: (commandId) => whileOpen(({ index }) => index().command(commandId)),
    loadSnapshot: (name, atMost) => whileOpen(({ snapshots }) => snapshots.load(name, atMost)),
    saveSnapshot: refuse,
    close: () =>
      guarded(path, () => {
        isOpen = false;
        reading.close();
      }),
  };
};
