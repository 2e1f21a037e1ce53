import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer, Ask } from './talk.ts';

const host = fileURLToPath(new URL('./host.ts', import.meta.url));

const answerOf = (child: ChildProcess): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const gone = (): void => reject(new Error('The process that holds the specs has ended.'));
    child.once('exit', gone);
    child.once('message', (answer: Answer) => {
      child.off('exit', gone);
      resolve(answer);
    });
  });

const started = async (): Promise<ChildProcess> => {
  const child = fork(host, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await answerOf(child);
  return child;
};

/** Asks the process that holds the specs, one question after the other. */
export interface Asker {
  readonly ask: (ask: Ask) => Promise<Answer>;
  readonly close: () => void;
}

/** A process is started with the first question, and a new one with the next after a mutant has spoilt it. */
export const createAsker = (): Asker => {
  let child: ChildProcess | undefined;
  const close = (): void => {
    child?.kill('SIGKILL');
    child = undefined;
  };
  const ask = async (question: Ask): Promise<Answer> => {
    const asked = (child ??= await started());
    const coming = answerOf(asked);
    asked.send(question);
    const answer = await coming;
    if (answer.type === 'endless' || answer.type === 'spoilt') close();
    return answer;
  };
  return { ask, close };
};
