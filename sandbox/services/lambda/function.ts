import { createHash, randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-lambda';
import { AwsError, type Call } from '../../service';

/** Lambda's bounds: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const TIMEOUT_SECONDS = { min: 1, max: 900, default: 3 };
export const MEMORY_MB = { min: 128, max: 10_240, default: 128 };

/** One deployed function. */
export interface LambdaFunction {
  readonly arn: string;
  readonly configuration: sdk.FunctionConfiguration;
  readonly zip: Uint8Array;
  readonly tags: ReadonlyMap<string, string>;
  readonly policy: readonly PolicyStatement[];
  readonly eventInvokeConfig?: sdk.FunctionEventInvokeConfig;
  readonly reservedConcurrency?: number;
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: { readonly Service: string } | { readonly AWS: string } | '*';
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The part of a function's configuration that a caller can set. */
type Settings = Omit<sdk.UpdateFunctionConfigurationRequest, 'FunctionName' | 'RevisionId'>;

export function createFunction(input: sdk.CreateFunctionRequest, call: Call): LambdaFunction {
  const zip = codeOf(input.Code ?? {});
  const arn = `arn:aws:lambda:${call.region}:${call.account}:function:${input.FunctionName}`;
  const base: sdk.FunctionConfiguration = {
    FunctionName: input.FunctionName,
    FunctionArn: arn,
    Version: '$LATEST',
    PackageType: 'Zip',
    Architectures: input.Architectures ?? ['x86_64'],
    EphemeralStorage: { Size: 512 },
    TracingConfig: { Mode: 'PassThrough' },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    Timeout: TIMEOUT_SECONDS.default,
    MemorySize: MEMORY_MB.default,
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
  const configuration = withCode(withSettings(base, input), zip);
  return { arn, configuration, zip, tags: new Map(Object.entries(input.Tags ?? {})), policy: [] };
}

export function withSettings(configuration: sdk.FunctionConfiguration, settings: Settings): sdk.FunctionConfiguration {
  const {
    Runtime,
    Role,
    Handler,
    Description,
    Timeout,
    MemorySize,
    Environment,
    KMSKeyArn,
    TracingConfig,
    EphemeralStorage,
    DeadLetterConfig,
    LoggingConfig,
  } = settings;
  checkRange('Timeout', Timeout, TIMEOUT_SECONDS);
  checkRange('MemorySize', MemorySize, MEMORY_MB);
  const given = {
    Runtime,
    Role,
    Handler,
    Description,
    Timeout,
    MemorySize,
    KMSKeyArn,
    EphemeralStorage,
    DeadLetterConfig,
  };
  return touched({
    ...configuration,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...(Environment && { Environment: { Variables: Environment.Variables ?? {} } }),
    ...(TracingConfig && { TracingConfig: { Mode: TracingConfig.Mode } }),
    LoggingConfig: {
      LogFormat: 'Text',
      LogGroup: `/aws/lambda/${configuration.FunctionName}`,
      ...configuration.LoggingConfig,
      ...LoggingConfig,
    },
  });
}

export const withCode = (configuration: sdk.FunctionConfiguration, zip: Uint8Array): sdk.FunctionConfiguration =>
  touched({
    ...configuration,
    CodeSize: zip.byteLength,
    CodeSha256: createHash('sha256').update(zip).digest('base64'),
  });

/** The zip of a request; S3 and images are refused, since the sandbox has neither. */
export function codeOf(code: { ZipFile?: Uint8Array; S3Bucket?: string; ImageUri?: string }): Uint8Array {
  if (!code.ZipFile)
    throw invalid('Code must be a zip file in the request; the sandbox has neither S3 nor container images.');
  return code.ZipFile;
}

const touched = (configuration: sdk.FunctionConfiguration): sdk.FunctionConfiguration => ({
  ...configuration,
  LastModified: new Date().toISOString().replace('Z', '+0000'),
  RevisionId: randomUUID(),
});

function checkRange(field: string, value: number | undefined, { min, max }: { min: number; max: number }): void {
  if (value !== undefined && (value < min || value > max))
    throw invalid(`${field} must be ${min} to ${max}, not ${value}.`);
}

export const invalid = (message: string) => new AwsError('InvalidParameterValueException', message);
