import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { World } from '../../world/world';
import { ExecutionEnvironment } from './execution-environment';
import { type LambdaFunction, MEMORY_MB } from './function';

/** What a function's process gets from the rest of the sandbox. */
export interface Host {
  /** The sandbox's own address, for the SDK in the function. */
  readonly endpoint: string;
  credentialsOf(roleArn: string): { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  writeLog(roleArn: string, logGroup: string, logStream: string, line: string): void;
}

/** A function's warm processes: as many as it has invocations at once, each reused while the function stays as it is. */
export class Environments {
  private readonly idle = new Map<string, ExecutionEnvironment[]>();
  private readonly all = new Set<ExecutionEnvironment>();
  private readonly folders = new Map<string, string>();

  constructor(
    private readonly world: World,
    private readonly host: Host,
  ) {}

  /** An idle process for this revision of the function, or a new one. */
  take(lambda: LambdaFunction): ExecutionEnvironment {
    return this.idle.get(revision(lambda))?.pop() ?? this.start(lambda);
  }

  /** Takes a process back after its invocation. */
  async giveBack(lambda: LambdaFunction, environment: ExecutionEnvironment, isCurrent: boolean): Promise<void> {
    if (environment.isAlive && isCurrent) {
      this.idle.set(revision(lambda), [...(this.idle.get(revision(lambda)) ?? []), environment]);
      return;
    }
    this.all.delete(environment);
    await environment.close();
  }

  /** Ends the idle processes of an old revision; busy ones end after their invocation. */
  async retire(lambda: LambdaFunction): Promise<void> {
    const idle = this.idle.get(revision(lambda)) ?? [];
    this.idle.delete(revision(lambda));
    await Promise.all(idle.map((environment) => this.giveBack(lambda, environment, false)));
  }

  /** Ends every process and removes what was unpacked. */
  async close(): Promise<void> {
    await Promise.all([...this.all].map((environment) => environment.close()));
    this.all.clear();
    this.idle.clear();
    for (const folder of this.folders.values()) rmSync(folder, { recursive: true, force: true });
    this.folders.clear();
  }

  private start(lambda: LambdaFunction): ExecutionEnvironment {
    const { FunctionName = '', Role = '', MemorySize = MEMORY_MB.default, LoggingConfig } = lambda.configuration;
    const logGroup = LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
    const environment: ExecutionEnvironment = new ExecutionEnvironment({
      taskRoot: this.unpack(lambda),
      memorySize: MemorySize,
      variables: this.variables(lambda, logGroup),
      onLine: (line) => this.host.writeLog(Role, logGroup, environment.logStreamName, line),
    });
    this.all.add(environment);
    return environment;
  }

  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
  private variables({ configuration }: LambdaFunction, logGroup: string): Record<string, string> {
    const credentials = this.host.credentialsOf(configuration.Role ?? '');
    const region = configuration.FunctionArn?.split(':')[3] ?? this.world.region;
    return {
      ...configuration.Environment?.Variables,
      TZ: ':UTC',
      _HANDLER: configuration.Handler ?? '',
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.Runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: configuration.FunctionName ?? '',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.MemorySize),
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
      AWS_ENDPOINT_URL: this.host.endpoint,
    };
  }

  private unpack({ configuration, zip }: LambdaFunction): string {
    const key = `${configuration.CodeSha256}`;
    const known = this.folders.get(key);
    if (known) return known;
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-lambda-'));
    for (const [name, bytes] of Object.entries(unzipSync(zip))) {
      if (name.endsWith('/')) continue;
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
    this.folders.set(key, folder);
    return folder;
  }
}

const revision = ({ configuration }: LambdaFunction): string =>
  `${configuration.FunctionArn}:${configuration.RevisionId}`;
