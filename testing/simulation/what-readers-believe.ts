import type { PublishInput } from '@aws-sdk/client-sns';

function attribute({ MessageAttributes }: PublishInput, name: string): string {
  return MessageAttributes?.[name]?.StringValue ?? '';
}

/** What somebody who reads only the messages believes of a path; "kept" before the first one. */
export function believed(messages: readonly PublishInput[], pathId: string): string {
  return outcomesTold(messages, pathId).at(-1) ?? 'kept';
}

export function outcomesTold(messages: readonly PublishInput[], pathId: string): string[] {
  return messages
    .filter((message) => attribute(message, 'pathId') === pathId)
    .map((message) => attribute(message, 'outcome'));
}
