// Runs inside the function's own process: loads the handler and carries out one invocation after the other, as Lambda's Node.js
// runtime does. Plain JavaScript, since the process has no more than Node itself.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [file, name] = process.env._HANDLER.split('.');
const serializeError = (error) => ({
  errorType: error?.name ?? 'Error',
  errorMessage: error?.message ?? String(error),
  trace: String(error?.stack ?? '').split('\n'),
});

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

process.on('message', async ({ event, context, deadlineMs }) => {
  if (initError) return process.send({ error: initError, fatal: true });
  try {
    const getRemainingTimeInMillis = () => deadlineMs - Date.now();
    const result = await handler(event, { ...context, getRemainingTimeInMillis });
    process.send({ result: JSON.stringify(result ?? null) });
  } catch (error) {
    process.send({ error: serializeError(error) });
  }
});
