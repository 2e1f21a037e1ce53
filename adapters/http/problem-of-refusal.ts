import type { Ask } from '../ports/ask.ts';
import type { Refusal } from '../ports/live-brain.ts';
import { askedAbout } from './asked-about.ts';
import { Problem } from './problem-document.ts';
import type { RefusalByTag, RefusalTag } from './refusal-rows.ts';
import { refusalTable } from './refusal-table.ts';

/** Says why a rule refused an ask, with the place in the ask's body, the value and what to do about it. */
export const problemOfRefusal = (refusal: Refusal, ask: Ask): Problem => {
  const { _tag: code, ...context } = refusal;
  return new Problem({ slug: slugOf(code), code, context, ...look(code, refusal, ask) });
};

const look = <Tag extends RefusalTag>(tag: Tag, refusal: RefusalByTag[Tag], ask: Ask) =>
  refusalTable[tag](refusal, askedAbout(ask));

const slugOf = (tag: string): string =>
  tag.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
