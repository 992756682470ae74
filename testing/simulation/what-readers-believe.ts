import type { PublishInput } from '@aws-sdk/client-sns';

function attribute({ MessageAttributes }: PublishInput, name: string): string {
  return MessageAttributes?.[name]?.StringValue ?? '';
}

/** What a reader of the messages believes of a path: the outcome of the last one, and "kept" before the first. */
export function believed(messages: readonly PublishInput[], pathId: string): string {
  return outcomesSent(messages, pathId).at(-1) ?? 'kept';
}

/** The outcome of each message about a path. */
export function outcomesSent(messages: readonly PublishInput[], pathId: string): string[] {
  return messages
    .filter((message) => attribute(message, 'pathId') === pathId)
    .map((message) => attribute(message, 'outcome'));
}
