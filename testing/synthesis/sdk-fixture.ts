import { EC2Client } from '@aws-sdk/client-ec2';
import { SNSClient } from '@aws-sdk/client-sns';
import { sdkEc2, sdkSns } from '../../lambda-src/aws/clients';

/** Everything that the function could read of an error. */
const readable = ({ name, message, stack: _, $metadata, ...rest }: ServiceError) => ({
  ...rest,
  name,
  message,
  httpStatusCode: $metadata?.httpStatusCode,
});

type ServiceError = Error & { readonly $metadata?: { readonly httpStatusCode?: number } };

/** Sends each of the function's calls with its input. @returns each response, or error, by the call's name */
export async function responses(endpoint: string, inputs: Record<string, unknown>): Promise<Record<string, unknown>> {
  const settings = {
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
  };
  const clients = { ec2: new EC2Client(settings), sns: new SNSClient(settings) };
  const calls: Record<string, (input: never) => Promise<unknown>> = { ...sdkEc2(clients.ec2), ...sdkSns(clients.sns) };
  const result: Record<string, unknown> = {};
  for (const [name, call] of Object.entries(calls)) result[name] = await call(inputs[name] as never).catch(readable);
  clients.ec2.destroy();
  clients.sns.destroy();
  return result;
}

// As a process of its own, it receives the arguments from its parent and sends the responses back.
process.once('message', async ([endpoint, inputs]: Parameters<typeof responses>) => {
  process.send?.(await responses(endpoint, inputs));
});
