import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { Forecast, ForecastQuestion } from '../../../adapters/ports/forecast.ts';
import type { Either } from '../../../domain/foundation/fp.ts';
import type { ReadFault } from '../../app/read.ts';
import { forecastInLedger } from './forecast-ledger.ts';

/** Foretells what asks would lead to. */
export type Forecaster = (question: ForecastQuestion) => Promise<Either<ReadFault, Forecast>>;

/** What a thread of this module is told. */
interface Errand {
  readonly berthForecastOn: string;
  readonly question: ForecastQuestion;
}

/** Most that a thread may take. @unit MiB */
const heapMax = 2_048;

/** Forecasts on a ledger file, each in a thread of its own with a connection of its own: its writer notices nothing. */
export const forecastBeside =
  (ledger: string): Forecaster =>
  (question) =>
    new Promise((resolve, reject) => {
      const data: Errand = { berthForecastOn: ledger, question };
      const resourceLimits = { maxOldGenerationSizeMb: heapMax };
      const thread = new Worker(new URL(import.meta.url), { workerData: data, resourceLimits });
      thread.unref();
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => reject(new Error('a forecast ended without its answer')));
    });

const isErrand = (data: unknown): data is Errand =>
  typeof data === 'object' && data !== null && 'berthForecastOn' in data;

// In a thread of its own this module does its errand; wherever else it is loaded it does nothing.
if (isErrand(workerData)) {
  parentPort?.postMessage(await forecastInLedger(workerData.berthForecastOn, workerData.question));
}
