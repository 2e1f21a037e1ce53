import { type TObject, type TSchema, type TUnsafe, Type } from 'typebox';
import { ClusterClaimCreated, ClusterTopologyDefined } from '../../../domain/cluster/events.ts';
import { policyShape } from '../../../domain/foundation/policy-shape.ts';
import { queueTermsShape } from '../../../domain/foundation/queue-terms.ts';
import { wordsShape } from '../../../domain/foundation/shapes.ts';
import { NodeJoined } from '../../../domain/node/events.ts';
import { gpuPlacementStrategies, placementStrategies } from '../../../domain/node-pool/index.ts';
import { WorkloadSubmitted } from '../../../domain/workload/events.ts';
import type { Ask } from '../../ports/ask.ts';
import { idShape, labelIdShape, reasonShape } from './ids.ts';
import { strictOf } from './strict.ts';

const placements = {
  gpuPlacement: wordsShape(gpuPlacementStrategies),
  cpuPlacement: wordsShape(placementStrategies),
};

const entitlement = Type.Object({
  quota: Type.Optional(
    Type.Integer({ minimum: -1, description: 'guaranteed; -1 is all there is' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: -1, description: 'never exceeded; -1 is none' })),
  weight: Type.Optional(Type.Integer({ minimum: 0, description: 'divides what is left over' })),
});

const bound = Type.Integer({ minimum: -1, maximum: Number.MAX_SAFE_INTEGER });

/** Terms as they are granted; of a bound by name what is left out is none. */
const terms = Type.Object(
  {
    ...queueTermsShape.properties,
    others: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Object({
          quota: Type.Optional({
            ...bound,
            description: 'for what is not preemptible; -1 is none',
          }),
          limit: Type.Optional({ ...bound, description: 'never exceeded; -1 is none' }),
        }),
        { description: 'by `gpu:<model>` (thousandths of a card) or by the name of a resource' },
      ),
    ),
  },
  { description: 'all of them are set anew where any are said; left out, they stay' },
);

/** What a grant promises. @unit thousandths of a card, millicores, MiB */
const grant = {
  nodePoolId: labelIdShape,
  entitlements: Type.Object({
    gpuMilli: Type.Optional(entitlement),
    cpuMilli: Type.Optional(entitlement),
    memoryMib: Type.Optional(entitlement),
    priority: Type.Optional(Type.Integer({ minimum: 0 })),
    terms: Type.Optional(terms),
  }),
};

/** What can be asked, by its type: each as the body of `POST /berth/v1/asks` says it, but for the type. */
export const askMembers = {
  SubmitWorkload: Type.Object({ workloadId: idShape, spec: WorkloadSubmitted.shape }),
  StopWorkload: Type.Object({ workloadId: idShape, reason: reasonShape }),
  ResumeWorkload: Type.Object({ workloadId: idShape }),
  ScaleWorkload: Type.Object({ workloadId: idShape, replicas: Type.Integer({ minimum: 0 }) }),
  DeleteWorkload: Type.Object({ workloadId: idShape, reason: reasonShape }),
  CreateDepartment: Type.Object({
    departmentId: labelIdShape,
    name: Type.String(),
    clusterId: labelIdShape,
  }),
  GrantDepartmentQuota: Type.Object({ departmentId: labelIdShape, ...grant }),
  DeleteDepartment: Type.Object({ departmentId: labelIdShape }),
  CreateProject: Type.Object({
    projectId: labelIdShape,
    name: Type.String(),
    departmentId: labelIdShape,
    clusterId: labelIdShape,
    defaultNodePoolId: labelIdShape,
    defaultNodePoolIds: Type.Optional(Type.Array(labelIdShape)),
  }),
  GrantProjectQuota: Type.Object({ projectId: labelIdShape, ...grant }),
  DeleteProject: Type.Object({ projectId: labelIdShape }),
  RegisterCluster: Type.Object({ clusterId: labelIdShape, name: Type.String() }),
  ConnectCluster: Type.Object({ clusterId: labelIdShape }),
  RemoveCluster: Type.Object({ clusterId: labelIdShape }),
  DefineTopology: Type.Object({
    clusterId: labelIdShape,
    ...ClusterTopologyDefined.shape.properties,
  }),
  RemoveTopology: Type.Object({ clusterId: labelIdShape, name: labelIdShape }),
  CreateResourceClaim: Type.Object({
    clusterId: labelIdShape,
    ...ClusterClaimCreated.shape.properties,
  }),
  DeleteResourceClaim: Type.Object({ clusterId: labelIdShape, name: idShape }),
  CreateNodePool: Type.Object({
    nodePoolId: labelIdShape,
    name: Type.String(),
    clusterId: labelIdShape,
    labelKey: Type.String({ maxLength: 317 }),
    labelValue: Type.String({ maxLength: 63 }),
    ...placements,
  }),
  ChooseNodePoolPlacement: Type.Object({ nodePoolId: labelIdShape, ...placements }),
  DeleteNodePool: Type.Object({ nodePoolId: labelIdShape }),
  JoinNode: Type.Object({ nodeId: idShape, ...NodeJoined.shape.properties }),
  CordonNode: Type.Object({ nodeId: idShape, reason: reasonShape }),
  UncordonNode: Type.Object({ nodeId: idShape }),
  RemoveNode: Type.Object({ nodeId: idShape }),
  AdoptPolicy: Type.Object({ policy: policyShape }),
} as const satisfies { readonly [Type in Ask['type']]: TObject };

/** One kind of ask as a whole, with nothing in it that it does not name. */
export const askVariant = ([type, members]: readonly [string, TObject]): TSchema =>
  strictOf(
    Type.Object(
      { type: Type.Literal(type), ...members.properties },
      { title: type, 'x-component': type },
    ),
  );

/** Any ask, told apart by its `type`. */
export const askShape: TUnsafe<Ask> = Type.Unsafe<Ask>({
  type: 'object',
  required: ['type'],
  discriminator: { propertyName: 'type' },
  oneOf: Object.entries(askMembers).map(askVariant),
  'x-component': 'Ask',
});
