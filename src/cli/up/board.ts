import type { Log } from '../../../adapters/ports/log.ts';
import type { LiveBrain } from '../../../adapters/ports/live-brain.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { Terminal } from '../terminal.ts';
import { pinnedScreen, type Screen } from './screen.ts';
import { summaries, type Summary } from './summary.ts';
import { clockText, newsOf, noticeOf, summaryBlock, summaryLine } from './words.ts';

/** What somebody sees who watches `berth up`. */
export interface Board {
  /** Takes a line of the log, wherever the board stands. */
  readonly write: (line: string) => void;
  /** Begins to show a brain; the answer ends it. */
  readonly watch: (brain: LiveBrain, log: Log) => () => void;
}

/** How a board is shown. */
export interface BoardStyle {
  readonly format: 'text' | 'json';
  readonly isQuiet: boolean;
  /** Between two summaries where nothing can be redrawn; ten seconds unless said. @unit ms */
  readonly lineMs?: number;
}

const redrawMs = 500;
const usualLineMs = 10_000;
const newsMax = 6;

/** Whether a person watches who can be shown lines that change. */
export const isPinned = (terminal: Terminal, style: BoardStyle): boolean =>
  terminal.width !== undefined &&
  terminal.isInteractive &&
  style.format === 'text' &&
  !style.isQuiet;

/** A board for a terminal: redrawn lines for a person, a line now and then elsewhere, JSON where that was asked for. */
export const boardFor = (terminal: Terminal, style: BoardStyle): Board => {
  if (isPinned(terminal, style)) return pinnedBoard(terminal);
  return {
    write: (line) => terminal.stderr.write(line),
    watch: (brain, log) => {
      if (style.isQuiet) return () => undefined;
      const listener = style.format === 'json' ? listenerOfLog(log) : listenerOfLines(terminal);
      return watchEvery(style.lineMs ?? usualLineMs, brain, listener);
    },
  };
};

const pinnedBoard = (terminal: Terminal): Board => {
  const screen = pinnedScreen(terminal.stdout, () => ({
    columns: sizeIn(terminal.stdout, 'columns') ?? terminal.width ?? 80,
    rows: sizeIn(terminal.stdout, 'rows') ?? terminal.height ?? 24,
  }));
  return {
    write: (line) => screen.above(terminal.stderr, line),
    watch: (brain) => watchOnScreen(brain, screen),
  };
};

/** The size that the stream has now; it changes with the window. */
const sizeIn = (stream: object, side: 'columns' | 'rows'): number | undefined => {
  const size: unknown = Object.getOwnPropertyDescriptor(stream, side)?.value;
  return typeof size === 'number' && size > 0 ? size : undefined;
};

const watchOnScreen = (brain: LiveBrain, screen: Screen): (() => void) => {
  const look = summaries(brain);
  const news: string[] = [];
  const unfollow = brain.follow((facts) => {
    for (const fact of facts) {
      const said = newsOf(fact);
      if (said !== undefined) news.push(`${clockText(fact.atMs)} ${said}`);
    }
    news.splice(0, news.length - newsMax);
  });
  const draw = (): void => screen.draw(['', ...summaryBlock(look()), '', ...news]);
  const timer = setInterval(draw, redrawMs);
  draw();
  return () => {
    clearInterval(timer);
    unfollow();
    draw();
    screen.leave();
  };
};

interface Listener {
  readonly onSummary: (summary: Summary) => void;
  readonly onNotice: (fact: BerthRecorded, notice: string) => void;
}

const listenerOfLines = ({ stdout }: Terminal): Listener => {
  const say = (line: string): void => {
    stdout.write(`${line}\n`);
  };
  return {
    onSummary: (summary) => say(summaryLine(summary)),
    onNotice: ({ atMs }, notice) => say(`${clockText(atMs)} ${notice}`),
  };
};

const listenerOfLog = (log: Log): Listener => ({
  onSummary: ({ atMs: _atMs, reasons, ...figures }) =>
    log.info({ ...figures, reasons: Object.fromEntries(reasons) }, 'summary'),
  onNotice: ({ revision, type, subject, correlationId }, notice) =>
    log.info({ revision, type, subject: `${subject.kind}/${subject.id}`, correlationId }, notice),
});

const watchEvery = (
  lineMs: number,
  brain: LiveBrain,
  { onSummary, onNotice }: Listener,
): (() => void) => {
  const look = summaries(brain);
  const unfollow = brain.follow((facts) => {
    for (const fact of facts) {
      const notice = noticeOf(fact);
      if (notice !== undefined) onNotice(fact, notice);
    }
  });
  look();
  const timer = setInterval(() => onSummary(look()), lineMs);
  return () => {
    clearInterval(timer);
    unfollow();
  };
};
