import { clusterReadings } from './cluster-readings.ts';
import { engineReadings } from './engine-readings.ts';
import { queueReadings } from './queue-readings.ts';
import { type Page, register } from './series.ts';

/** Registers everything that is read from the views of the brain. */
export const gaugesOf = (page: Page): void => {
  register(page, [...engineReadings, ...clusterReadings(), ...queueReadings()]);
};
