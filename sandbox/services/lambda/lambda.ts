import * as sdk from '@aws-sdk/client-lambda';
import { AwsError, type Call, type Service } from '../../service';
import type { World } from '../../world/world';
import { codeOf, createFunction, invalid, type LambdaFunction, withCode, withSettings } from './function';
import { Invoker, type InvokerHost } from './invoker';
import { mayInvoke, permissionStatement, policyDocument } from './permissions';

export interface LambdaHost extends InvokerHost {
  /** Whether the role's trust policy lets Lambda use it. */
  mayAssume(roleArn: string): boolean;
}

/** AWS Lambda: functions from zip files, each run in a Node process of its own. */
export class Lambda implements Service {
  readonly name = 'lambda';
  readonly sdk = sdk;
  private readonly functions = new Map<string, LambdaFunction>();
  private readonly invoker: Invoker;

  constructor(
    world: World,
    private readonly host: LambdaHost,
  ) {
    this.invoker = new Invoker(world, host, (arn) => this.functions.get(nameOf(arn)));
  }

  readonly operations = {
    CreateFunction: (input: sdk.CreateFunctionRequest, call: Call): sdk.FunctionConfiguration => {
      this.checkRole(input.Role);
      if (this.functions.has(nameOf(input.FunctionName)))
        throw new AwsError('ResourceConflictException', `Function already exist: ${input.FunctionName}`, 409);
      return this.store(createFunction(input, call)).configuration;
    },
    GetFunction: ({ FunctionName }: sdk.GetFunctionRequest): sdk.GetFunctionResponse => {
      const { configuration, tags, reservedConcurrency } = this.find(FunctionName);
      return {
        Configuration: configuration,
        Code: { RepositoryType: 'S3', Location: `${this.host.endpoint}/code-is-not-served` },
        Tags: Object.fromEntries(tags),
        Concurrency:
          reservedConcurrency === undefined ? undefined : { ReservedConcurrentExecutions: reservedConcurrency },
      };
    },
    GetFunctionConfiguration: ({ FunctionName }: sdk.GetFunctionConfigurationRequest): sdk.FunctionConfiguration =>
      this.find(FunctionName).configuration,
    ListFunctions: (): sdk.ListFunctionsResponse => ({
      Functions: [...this.functions.values()].map(({ configuration }) => configuration),
    }),
    ListVersionsByFunction: ({
      FunctionName,
    }: sdk.ListVersionsByFunctionRequest): sdk.ListVersionsByFunctionResponse => ({
      Versions: [qualified(this.find(FunctionName).configuration)],
    }),
    UpdateFunctionCode: async (input: sdk.UpdateFunctionCodeRequest): Promise<sdk.FunctionConfiguration> => {
      const found = this.find(input.FunctionName);
      const zip = codeOf(input);
      return this.replace({ ...found, zip, configuration: withCode(found.configuration, zip) });
    },
    UpdateFunctionConfiguration: async (
      input: sdk.UpdateFunctionConfigurationRequest,
    ): Promise<sdk.FunctionConfiguration> => {
      const found = this.find(input.FunctionName);
      if (input.Role) this.checkRole(input.Role);
      return this.replace({ ...found, configuration: withSettings(found.configuration, input) });
    },
    DeleteFunction: async ({ FunctionName }: sdk.DeleteFunctionRequest): Promise<sdk.DeleteFunctionResponse> => {
      const found = this.find(FunctionName);
      this.functions.delete(nameOf(found.arn));
      await this.invoker.retire(found);
      return { StatusCode: 204 };
    },
    GetFunctionCodeSigningConfig: ({ FunctionName }: sdk.GetFunctionCodeSigningConfigRequest) => ({
      FunctionName: this.find(FunctionName).configuration.FunctionName,
    }),
    GetRuntimeManagementConfig: ({ FunctionName }: sdk.GetRuntimeManagementConfigRequest) => ({
      FunctionArn: this.find(FunctionName).arn,
      UpdateRuntimeOn: 'Auto',
    }),
    GetFunctionRecursionConfig: ({ FunctionName }: sdk.GetFunctionRecursionConfigRequest) => {
      this.find(FunctionName);
      return { RecursiveLoop: 'Terminate' };
    },
    PutFunctionConcurrency: ({ FunctionName, ReservedConcurrentExecutions }: sdk.PutFunctionConcurrencyRequest) => {
      this.store({ ...this.find(FunctionName), reservedConcurrency: ReservedConcurrentExecutions ?? 0 });
      return { ReservedConcurrentExecutions };
    },
    GetFunctionConcurrency: ({ FunctionName }: sdk.GetFunctionConcurrencyRequest) => ({
      ReservedConcurrentExecutions: this.find(FunctionName).reservedConcurrency,
    }),
    DeleteFunctionConcurrency: ({ FunctionName }: sdk.DeleteFunctionConcurrencyRequest) => {
      const { reservedConcurrency: _, ...rest } = this.find(FunctionName);
      this.store(rest);
    },
    PutFunctionEventInvokeConfig: (input: sdk.PutFunctionEventInvokeConfigRequest) => this.putEventInvokeConfig(input),
    UpdateFunctionEventInvokeConfig: (input: sdk.UpdateFunctionEventInvokeConfigRequest) =>
      this.putEventInvokeConfig(input),
    GetFunctionEventInvokeConfig: ({
      FunctionName,
    }: sdk.GetFunctionEventInvokeConfigRequest): sdk.FunctionEventInvokeConfig => {
      const { eventInvokeConfig, arn } = this.find(FunctionName);
      if (!eventInvokeConfig) throw notFound(`The function ${arn}:$LATEST doesn't have an EventInvokeConfig`);
      return eventInvokeConfig;
    },
    DeleteFunctionEventInvokeConfig: ({ FunctionName }: sdk.DeleteFunctionEventInvokeConfigRequest) => {
      const { eventInvokeConfig: _, ...rest } = this.find(FunctionName);
      this.store(rest);
    },
    AddPermission: (input: sdk.AddPermissionRequest): sdk.AddPermissionResponse => {
      const found = this.find(input.FunctionName);
      const statement = permissionStatement(found, input);
      this.store({ ...found, policy: [...found.policy, statement] });
      return { Statement: JSON.stringify(statement) };
    },
    RemovePermission: ({ FunctionName, StatementId }: sdk.RemovePermissionRequest) => {
      const found = this.find(FunctionName);
      if (!found.policy.some(({ Sid }) => Sid === StatementId))
        throw notFound(`Statement ${StatementId} is not found in resource policy.`);
      this.store({ ...found, policy: found.policy.filter(({ Sid }) => Sid !== StatementId) });
    },
    GetPolicy: ({ FunctionName }: sdk.GetPolicyRequest): sdk.GetPolicyResponse => {
      const found = this.find(FunctionName);
      if (found.policy.length === 0) throw notFound('The resource you requested does not exist.');
      return { Policy: JSON.stringify(policyDocument(found)), RevisionId: found.configuration.RevisionId };
    },
    ListTags: ({ Resource }: sdk.ListTagsRequest): sdk.ListTagsResponse => ({
      Tags: Object.fromEntries(this.find(Resource).tags),
    }),
    TagResource: ({ Resource, Tags = {} }: sdk.TagResourceRequest) => {
      const found = this.find(Resource);
      this.store({ ...found, tags: new Map([...found.tags, ...Object.entries(Tags)]) });
    },
    UntagResource: ({ Resource, TagKeys = [] }: sdk.UntagResourceRequest) => {
      const found = this.find(Resource);
      this.store({ ...found, tags: new Map([...found.tags].filter(([key]) => !TagKeys.includes(key))) });
    },
    Invoke: (input: sdk.InvocationRequest): Promise<sdk.InvocationResponse> => this.invoke(input),
  };

  /** EventBridge's hand-over: accepted at once. Throws as Lambda does when the function is gone or its policy does not allow it. */
  invokeAsService(service: string, sourceArn: string, functionArn: string, payload: string): void {
    const found = this.find(functionArn);
    if (!mayInvoke(found, service, sourceArn))
      throw new AwsError(
        'AccessDeniedException',
        `User: ${service} is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn}`,
        403,
      );
    this.invoker.invokeLater(found, payload);
  }

  async reset(): Promise<void> {
    this.functions.clear();
    await this.invoker.close();
  }

  private async invoke({
    FunctionName,
    InvocationType = 'RequestResponse',
    Payload,
  }: sdk.InvocationRequest): Promise<sdk.InvocationResponse> {
    const found = this.find(FunctionName);
    const payload = Payload && Payload.byteLength > 0 ? Buffer.from(Payload).toString() : '{}';
    checkJson(payload);
    if (InvocationType === 'DryRun') return { StatusCode: 204 };
    if (InvocationType === 'Event') {
      this.invoker.invokeLater(found, payload);
      return { StatusCode: 202 };
    }
    const ending = await this.invoker.invoke(found, payload, 'synchronous');
    const body = 'error' in ending ? JSON.stringify(ending.error) : ending.result;
    return {
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      Payload: Buffer.from(body) as unknown as sdk.InvocationResponse['Payload'],
      FunctionError: 'error' in ending ? 'Unhandled' : undefined,
    };
  }

  private putEventInvokeConfig(input: sdk.PutFunctionEventInvokeConfigRequest): sdk.FunctionEventInvokeConfig {
    const found = this.find(input.FunctionName);
    const eventInvokeConfig: sdk.FunctionEventInvokeConfig = {
      FunctionArn: `${found.arn}:$LATEST`,
      LastModified: new Date(),
      MaximumRetryAttempts: input.MaximumRetryAttempts,
      MaximumEventAgeInSeconds: input.MaximumEventAgeInSeconds,
      DestinationConfig: { OnSuccess: {}, OnFailure: {}, ...input.DestinationConfig },
    };
    this.store({ ...found, eventInvokeConfig });
    return eventInvokeConfig;
  }

  private checkRole(role: string | undefined): void {
    if (!this.host.mayAssume(role ?? ''))
      throw invalid('The role defined for the function cannot be assumed by Lambda.');
  }

  private find(nameOrArn: string | undefined): LambdaFunction {
    const found = this.functions.get(nameOf(nameOrArn));
    if (!found) throw notFound(`Function not found: ${nameOrArn}`);
    return found;
  }

  private store(lambda: LambdaFunction): LambdaFunction {
    this.functions.set(nameOf(lambda.arn), lambda);
    return lambda;
  }

  private async replace(next: LambdaFunction): Promise<sdk.FunctionConfiguration> {
    const previous = this.find(next.arn);
    this.store(next);
    await this.invoker.retire(previous);
    return next.configuration;
  }
}

/** From a name, an ARN, or an ARN with a version. */
const nameOf = (nameOrArn = ''): string => nameOrArn.split(':function:').pop()?.split(':')[0] ?? '';

const qualified = (configuration: sdk.FunctionConfiguration): sdk.FunctionConfiguration => ({
  ...configuration,
  FunctionArn: `${configuration.FunctionArn}:$LATEST`,
});

function checkJson(payload: string): void {
  try {
    JSON.parse(payload);
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json.');
  }
}

const notFound = (message: string) => new AwsError('ResourceNotFoundException', message, 404);
