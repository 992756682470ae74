import { AwsError } from '../service';

interface Page<T> {
  readonly items: T[];
  /** Present when there is more. */
  readonly next?: string;
}

/** The page of `items` that `token` points at. Throws `InvalidParameterValue` for a token that no page has given out. */
export function page<T>(items: readonly T[], size: number, token: string | undefined): Page<T> {
  const start = token === undefined ? 0 : readToken(token);
  const end = start + size;
  return { items: items.slice(start, end), next: end < items.length ? writeToken(end) : undefined };
}

const writeToken = (offset: number) => Buffer.from(`from:${offset}`).toString('base64url');

function readToken(token: string): number {
  const [, offset] = /^from:(\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (offset === undefined)
    throw new AwsError('InvalidParameterValue', `The token ${token} is not one that an earlier page gave.`);
  return Number(offset);
}
