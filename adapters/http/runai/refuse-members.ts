import type { Errors } from './errors.ts';
import { memberOf } from './shapes.ts';

/** Notes each member that says something and that Berth does not do, with what to do instead. */
export const refuseMembers = (
  said: object,
  remedies: Readonly<Record<string, string>>,
  { pointer, errors }: { readonly pointer: string; readonly errors: Errors },
): void => {
  for (const [name, remedy] of Object.entries(remedies)) {
    const value = memberOf(said, name);
    if (value === undefined || value === null) continue;
    errors.add(`${pointer}/${name}`, value, { problem: 'is not offered', remedy });
  }
};
