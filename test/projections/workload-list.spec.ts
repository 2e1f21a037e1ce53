import { workloadList } from '../../projections/workload-list/index.ts';
import { projectionLaws } from './laws.ts';

projectionLaws({ projection: workloadList });
