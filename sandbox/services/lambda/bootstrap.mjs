// Runs in the function's process: loads the handler and runs one invocation after the other, as
// Lambda's Node.js runtime does. Plain JavaScript, because the process has only Node itself.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [file, name] = process.env._HANDLER.split('.');
const serializeError = (error) => ({
  errorType: error?.name ?? 'Error',
  errorMessage: error?.message ?? String(error),
  trace: String(error?.stack ?? '').split('\n'),
});

// In KiB. On Linux, `maxRSS` also counts the parent's memory at the fork. The kernel's figure does not.
function peakMemory() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

let handler;
let initError;
try {
  handler = createRequire(import.meta.url)(join(process.env.LAMBDA_TASK_ROOT, file))[name];
  if (typeof handler !== 'function')
    initError = {
      errorType: 'Runtime.HandlerNotFound',
      errorMessage: `${process.env._HANDLER} is undefined or not exported`,
      trace: [],
    };
} catch (error) {
  initError = serializeError(error);
}

const send = (ending) => process.send({ ...ending, maxMemoryUsedMB: Math.ceil(peakMemory() / 1024) });

// Without the sandbox, results go nowhere, and calls find no endpoint.
process.on('disconnect', () => process.exit());

process.on('message', async ({ event, context, deadlineMs }) => {
  if (initError) return send({ error: initError, fatal: true });
  try {
    const getRemainingTimeInMillis = () => deadlineMs - Date.now();
    const result = await handler(event, { ...context, getRemainingTimeInMillis });
    send({ result: JSON.stringify(result ?? null) });
  } catch (error) {
    send({ error: serializeError(error) });
  }
});
