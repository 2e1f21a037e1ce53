import type { TypeNoun } from '../nouns.ts';
import type { WriteFlags } from './send.ts';

/** `berth TYPE submit`'s arguments. */
export interface SubmitArguments extends WriteFlags {
  readonly noun: TypeNoun;
  readonly name?: string | undefined;
  /** What stands behind `--`. */
  readonly words: readonly string[];
  readonly namePrefix?: string;
  readonly project?: string;
  readonly image?: string;
  /** `true`: the words behind `--` are the command and not its arguments. */
  readonly command?: string | true;
  readonly workingDir?: string;
  readonly environmentVariable?: readonly string[];
  readonly label?: readonly string[];
  readonly annotation?: readonly string[];
  readonly gpuDevicesRequest?: string;
  readonly gpuRequestType?: string;
  readonly gpuPortionRequest?: string;
  readonly gpuMemoryRequest?: string;
  readonly migProfile?: string;
  readonly extendedResource?: readonly string[];
  readonly claim?: readonly string[];
  readonly cpuCoreRequest?: string;
  readonly cpuMemoryRequest?: string;
  readonly masterGpuDevicesRequest?: string;
  readonly masterGpuRequestType?: string;
  readonly masterGpuPortionRequest?: string;
  readonly masterGpuMemoryRequest?: string;
  readonly masterMigProfile?: string;
  readonly masterExtendedResource?: readonly string[];
  readonly masterCpuCoreRequest?: string;
  readonly masterCpuMemoryRequest?: string;
  readonly nodePools?: readonly string[];
  readonly nodeSelector?: readonly string[];
  readonly nodeAffinity?: readonly string[];
  readonly nodePreference?: readonly string[];
  readonly nodeType?: string;
  readonly topology?: string;
  readonly requiredPodTopologyKey?: string;
  readonly preferredPodTopologyKey?: string;
  readonly toleration?: readonly string[];
  readonly priority?: string;
  readonly preemptibility?: string;
  readonly parallelism?: number;
  readonly workers?: number;
  readonly master?: boolean;
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  readonly initialReplicas?: number;
  readonly backoffLimit?: number;
  readonly timeLimit?: number;
  readonly autoDeletionTimeAfterCompletion?: number | 'never';
  readonly terminationGracePeriod?: number;
  readonly wait?: boolean;
  readonly waitTimeout?: number;
}
