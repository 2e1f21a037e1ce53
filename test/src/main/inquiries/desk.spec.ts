import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Inquiry } from '../../../../adapters/ports/inquiries.ts';
import { type DeskBounds, openDesk } from '../../../../src/main/inquiries/desk.ts';

const about = (id: string): Inquiry => ({ kind: 'why', kinds: ['workload'], id });

const bounds: DeskBounds = { waitingMax: 2, answerMsMax: 5_000, idleMsMax: 60_000 };

const deskWith = (given: Partial<DeskBounds>) => {
  const workers: Worker[] = [];
  const start = (): Worker => {
    const worker = new Worker(new URL('slow-thread.ts', import.meta.url));
    workers.push(worker);
    return worker;
  };
  const desk = openDesk(start, { ...bounds, ...given });
  onTestFinished(desk.close);
  const ask = async (id: string, unwanted?: AbortSignal) => {
    const told = await desk.ask(about(id), unwanted);
    return told._tag === 'Left'
      ? told.left._tag
      : JSON.parse(new TextDecoder().decode(told.right?.json));
  };
  return { desk, ask, workers };
};

describe('a desk of inquiries', () => {
  it('answers one after the other in one thread, and keeps it', async () => {
    const { ask, workers } = deskWith({});
    expect(await Promise.all([ask('30'), ask('10'), ask('1')])).toEqual(['30', '10', '1']);
    expect(await ask('2')).toBe('2');
    expect(workers).toHaveLength(1);
  });

  it('refuses at once who would wait behind too many', async () => {
    const { ask } = deskWith({ waitingMax: 1 });
    const told = await Promise.all([ask('200'), ask('1'), ask('2')]);
    expect(told).toEqual(['200', '1', 'Overloaded']);
  });

  it('ends a thread that takes too long, and begins another for the next', async () => {
    const { ask, workers } = deskWith({ answerMsMax: 900 });
    expect(await ask('never')).toBe('InquiryTooLong');
    expect(await ask('1')).toBe('1');
    expect(workers).toHaveLength(2);
  });

  it('says that it failed where its thread has ended, and goes on with the next', async () => {
    const { ask } = deskWith({});
    const told = await Promise.all([ask('fail'), ask('1')]);
    expect(told).toEqual(['InquiryFailed', '1']);
  });

  it('lets go of what nobody wants any more, waiting or begun', async () => {
    const { ask, workers } = deskWith({});
    const [begun, waiting] = [new AbortController(), new AbortController()];
    const told = [ask('never', begun.signal), ask('never', waiting.signal), ask('1')];
    waiting.abort();
    begun.abort();
    expect(await Promise.all(told)).toEqual(['InquiryFailed', 'InquiryFailed', '1']);
    expect(workers).toHaveLength(2);
  });

  it('begins nothing for somebody who had gone before he asked', async () => {
    const { ask, workers } = deskWith({});
    expect(await ask('never', AbortSignal.abort())).toBe('InquiryFailed');
    expect(workers).toHaveLength(0);
  });

  it('begins a thread for each answer where it is to rest at once', async () => {
    const { ask, workers } = deskWith({ idleMsMax: 0 });
    expect(await ask('1')).toBe('1');
    expect(await ask('2')).toBe('2');
    expect(workers).toHaveLength(2);
  });

  it('answers nothing any more once it is closed', async () => {
    const { desk, ask } = deskWith({});
    const told = ask('never');
    await desk.close();
    expect([await told, await ask('1')]).toEqual(['EngineClosed', 'EngineClosed']);
  });
});
