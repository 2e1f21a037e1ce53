import type { Container, Labels } from '../../../../domain/foundation/shapes.ts';
import type { Errors } from '../errors.ts';
import { notYetVariable } from './not-yet.ts';
import { refuseMembers } from '../refused.ts';
import type { VariableSaid } from './spec-parts.ts';
import type { SpecSaid } from './spec-shape.ts';

/** What the pods of a workload run; `undefined` where nothing is said, as on a simulated cluster. */
export const containerOf = (spec: SpecSaid, errors: Errors): Container | undefined => {
  const environment = environmentOf(spec.environmentVariables ?? [], errors);
  const said = {
    ...present('command', spec.command),
    ...present('args', spec.args),
    ...present('workingDir', spec.workingDir),
    ...(environment === undefined ? {} : { environment }),
  };
  const image = spec.image ?? undefined;
  if (image !== undefined) return { image, ...said };
  const [first] = Object.keys(said);
  if (first !== undefined) {
    errors.add('/spec/image', undefined, {
      problem: `is missing, and ${first} says what to run in it`,
      remedy: 'name the image',
    });
  }
  return undefined;
};

const present = <Name extends string>(
  name: Name,
  value: string | null | undefined,
): Partial<Record<Name, string>> => {
  const found: Partial<Record<Name, string>> = {};
  if (value !== null && value !== undefined) found[name] = value;
  return found;
};

const environmentOf = (said: readonly VariableSaid[], errors: Errors): Labels | undefined => {
  for (const [k, variable] of said.entries()) {
    const pointer = `/spec/environmentVariables/${k}`;
    refuseMembers(variable, notYetVariable, { pointer, errors });
  }
  return textsOf(
    said.map(({ name, value }) => ({ name, value: value ?? '' })),
    '/spec/environmentVariables',
    errors,
  );
};

/** Texts by name, of a list of names and values; `undefined` for none. */
export const textsOf = (
  said: readonly { readonly name: string; readonly value: string }[],
  pointer: string,
  errors: Errors,
): Labels | undefined => {
  const texts = new Map<string, string>();
  for (const [k, { name, value }] of said.entries()) {
    if (texts.has(name)) {
      errors.add(`${pointer}/${k}/name`, name, {
        problem: 'is there twice',
        remedy: 'name it once',
      });
    }
    texts.set(name, value);
  }
  return texts.size === 0 ? undefined : Object.fromEntries(texts);
};

/** A list of names and values, of texts by name. */
export const namedOf = (texts: Labels | undefined): readonly object[] =>
  Object.entries(texts ?? {}).map(([name, value]) => ({ name, value }));

/** What the pods of a workload run, as Run:ai writes it. */
export const containerSaid = (container: Container | undefined): object => {
  if (container === undefined) return {};
  const { environment, ...said } = container;
  return {
    ...said,
    ...(environment === undefined ? {} : { environmentVariables: namedOf(environment) }),
  };
};
