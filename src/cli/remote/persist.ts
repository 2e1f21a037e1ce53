import { setTimeout as pause } from 'node:timers/promises';
import { type Either, isLeft, left } from '../../../domain/foundation/fp.ts';
import { type Answer, exchange, type Question, type Snag } from './exchange.ts';
import type { RemoteFault } from './faults.ts';

/** How long to wait before each further try. @unit ms */
export const usualPausesMs = [100, 400, 1_000];

/** Tries again after snags that pass: asks carry a key of their own, so nothing happens twice. */
export const persist = async (
  address: string,
  pausesMs: readonly number[],
  question: Question,
): Promise<Either<RemoteFault, Answer>> => {
  for (const pauseMs of pausesMs) {
    const answer = await exchange(question);
    if (!isLeft(answer) && answer.right.status !== 503 && answer.right.status !== 429) {
      return answer;
    }
    if (isLeft(answer) && !passing.has(answer.left.code)) {
      return left(faultOf(address, answer.left, question.timeoutMs));
    }
    await pause(pauseMs);
  }
  const last = await exchange(question);
  return isLeft(last) ? left(faultOf(address, last.left, question.timeoutMs)) : last;
};

const passing = new Set(['ECONNRESET', 'EPIPE', 'EAI_AGAIN']);

/** What a snag means for who asked. */
export const faultOf = (address: string, { code, cause }: Snag, timeoutMs: number): RemoteFault =>
  code === 'slow'
    ? { _tag: 'ServerTooSlow', address, afterMs: timeoutMs }
    : { _tag: 'ServerUnreachable', address, cause, isNobodyThere: code === 'ECONNREFUSED' };
