import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const BOOTSTRAP = join(__dirname, 'bootstrap.mjs');

export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** How one invocation ended: with the handler's result as JSON, or with an error. */
export type Ending = ({ readonly result: string } | { readonly error: FunctionError }) & {
  /** MiB, the most that the process has ever had; unknown once it is dead. */
  readonly maxMemoryUsedMB?: number;
};

interface EnvironmentOptions {
  /** The folder that holds the unpacked zip. */
  readonly taskRoot: string;
  /** MiB that the function is configured with. */
  readonly memorySize: number;
  /** All of the process's environment; nothing of the sandbox's own is passed on. */
  readonly variables: Readonly<Record<string, string>>;
  /** Called with every line that the function writes. */
  readonly onLine: (line: string) => void;
}

// What Lambda's runtime gives Node.js of the function's memory: 5 % for a semi-space, 90 % for the old space
// (https://dev.to/wonderfulsoap/deep-dive-into-aws-lambda-3-official-nodejs-runtime-analysis-43je).
const heapLimits = (memorySize: number): string[] => [
  `--max-semi-space-size=${Math.floor(memorySize * 0.05)}`,
  `--max-old-space-size=${Math.floor(memorySize * 0.9)}`,
];

/** The process that runs a function, one invocation at a time, as Lambda's execution environment does. */
export class ExecutionEnvironment {
  /** The name of the log stream that its lines go to. */
  readonly logStreamName =
    `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
  private readonly child: ChildProcess;
  private readonly output: Promise<unknown>;
  private exitReason: string | undefined;

  constructor({ taskRoot, memorySize, variables, onLine }: EnvironmentOptions) {
    this.child = fork(BOOTSTRAP, [], {
      cwd: taskRoot,
      env: { ...variables, AWS_LAMBDA_LOG_STREAM_NAME: this.logStreamName, LAMBDA_TASK_ROOT: taskRoot },
      execArgv: heapLimits(memorySize),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.output = Promise.all([this.child.stdout, this.child.stderr].map((stream) => forwardLines(stream, onLine)));
    this.child.once('exit', (code, signal) => {
      this.exitReason = signal ? `signal: ${signal}` : `exit status ${code}`;
    });
  }

  /** False once the process has ended, or was told to; it can then run nothing more. */
  get isAlive(): boolean {
    return !this.child.killed && this.exitReason === undefined && this.child.connected;
  }

  /** Runs the handler once. After a timeout, a crash or a failed start the environment is dead. */
  async invoke(event: unknown, context: Readonly<Record<string, unknown>>, timeoutSeconds: number): Promise<Ending> {
    const deadlineMs = Date.now() + timeoutSeconds * 1000;
    return new Promise((resolve) => {
      const end = (ending: Ending, isDead: boolean) => {
        clearTimeout(timer);
        this.child.removeAllListeners('message').removeListener('exit', onExit);
        if (isDead) this.kill();
        resolve(ending);
      };
      const onExit = () => end({ error: exitError(String(context.awsRequestId), this.exitReason ?? 'exit') }, true);
      const timer = setTimeout(
        () => end({ error: timeoutError(String(context.awsRequestId), timeoutSeconds) }, true),
        timeoutSeconds * 1000,
      );
      this.child.once('exit', onExit);
      this.child.on('message', (ending: Ending & { fatal?: true }) => end(ending, ending.fatal === true));
      this.child.send({ event, context, deadlineMs });
    });
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** Ends the process and waits until its last line has been read. */
  async close(): Promise<void> {
    this.kill();
    await this.output;
  }
}

async function forwardLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): Promise<void> {
  if (!stream) return;
  for await (const line of createInterface({ input: stream })) onLine(line);
}

// The wording of both is Lambda's own.
const timeoutError = (requestId: string, seconds: number): FunctionError => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
});

const exitError = (requestId: string, reason: string): FunctionError => ({
  errorType: 'Runtime.ExitError',
  errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${reason}`,
});
