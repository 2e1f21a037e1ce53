import type { Container, Toleration } from '../../../domain/foundation/shapes.ts';
import { quoted } from '../manifest/words.ts';
import { type FlagProblem, isProblem } from './flag-problem.ts';
import type { SubmitArguments } from './submit-arguments.ts';

/** What a pod runs, as the flags say it; what runs containers needs an image. */
export const containerOfFlags = (args: SubmitArguments): Container | FlagProblem => {
  const { image, command, workingDir } = args;
  const environment = pairsOf('--environment-variable', args.environmentVariable);
  if (isProblem(environment)) return environment;
  const behind = args.words.map(quoted).join(' ');
  if (command === true && behind === '') {
    const remedy = 'write it behind --: --command -- python train.py';
    return { flag: '--command', problem: 'there is no command', remedy };
  }
  const said = {
    ...(command === undefined ? {} : { command: command === true ? behind : command }),
    ...(command === true || behind === '' ? {} : { args: behind }),
    ...(workingDir === undefined ? {} : { workingDir }),
    ...(environment === undefined ? {} : { environment }),
  };
  if (image !== undefined) return { image, ...said };
  return { flag: '--image', problem: 'what runs has no image', remedy: 'name one: --image IMAGE' };
};

/** Pairs such as `team=nlp`; nothing where there are none. */
export const pairsOf = (
  flag: string,
  texts: readonly string[] | undefined,
): Readonly<Record<string, string>> | FlagProblem | undefined => {
  if (texts === undefined || texts.length === 0) return undefined;
  const wrong = texts.find((text) => !/^[^=]+=/.test(text));
  if (wrong !== undefined) {
    return { flag, problem: `'${wrong}' is no pair`, remedy: `write ${flag} KEY=VALUE` };
  }
  return Object.fromEntries(
    texts.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
  );
};

const tolerationKeys = ['operator', 'key', 'value', 'effect'];

/** Tolerations such as `key=gpu,operator=Exists,effect=NoSchedule`. @source Run:ai CLI v2, `--toleration` */
export const tolerationsOf = (
  texts: readonly string[] | undefined,
): readonly Toleration[] | FlagProblem | undefined => {
  if (texts === undefined) return undefined;
  const found: Toleration[] = [];
  for (const text of texts) {
    const pairs = pairsOf('--toleration', text.split(','));
    const remedy = 'write --toleration key=KEY,operator=Exists,effect=NoSchedule';
    if (pairs === undefined || isProblem(pairs)) {
      return { flag: '--toleration', problem: `'${text}' is no toleration`, remedy };
    }
    const unknown = Object.keys(pairs).find((key) => !tolerationKeys.includes(key));
    const { operator = 'Equal', key = '', value = '', effect = '' } = pairs;
    if (unknown !== undefined || (operator !== 'Exists' && operator !== 'Equal')) {
      const problem =
        unknown === undefined ? `'${operator}' is no operator` : `nobody knows '${unknown}'`;
      return { flag: '--toleration', problem, remedy };
    }
    found.push({ key, operator, value, effect });
  }
  return found;
};
