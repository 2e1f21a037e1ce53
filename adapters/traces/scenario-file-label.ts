import { dnsLabelProblem } from '../../domain/foundation/field.ts';
import { isId } from '../../domain/foundation/ids.ts';
import { shown } from './refusal.ts';
import { type Page, refuseAt } from './scenario-file-page.ts';

/** Reads a name that becomes a DNS label. @throws InputRefusal */
export const labelAt = (page: Page, pointer: string, text: string): string => {
  const found = dnsLabelProblem(pointer, text);
  if (found === undefined && isId(text)) return text;
  const problem = `${shown(text)} ${found?.problem ?? 'is no id'}`;
  return refuseAt(page, pointer, { problem, remedy: 'write a name such as "team-a"' });
};
