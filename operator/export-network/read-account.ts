import { isAccessDenied } from '../aws-error';
import { BALANCING_KINDS } from './balancing-kinds';
import type { ExportClients } from './clients';
import { EC2_KINDS } from './ec2-kinds';
import { CallFailed, type Item, type Kind, type Reader } from './kind';
import { TRANSIT_KINDS } from './transit-kinds';

/** Everything that is read, in the order of the network file. */
export const KINDS: readonly Kind[] = [...EC2_KINDS, ...TRANSIT_KINDS, ...BALANCING_KINDS];

/** What an account has in a Region. */
export interface Read {
  /** By key; a key that the endpoint does not offer is absent. */
  readonly items: ReadonlyMap<string, readonly Item[]>;
  /** Keys whose call the endpoint does not know, such as in a sandbox. */
  readonly notOffered: readonly string[];
}

/** The caller lacks permissions. */
export class Denied extends Error {
  /** @param actions the IAM actions that were denied, each once. */
  constructor(readonly actions: readonly string[]) {
    const [noun, verb] = actions.length === 1 ? ['permission', 'is'] : ['permissions', 'are'];
    const remedy = 'npm run export-network -- --policy prints the policy that it needs';
    super(`the ${noun} ${actions.join(', ')} ${verb} missing; ${remedy}`);
  }
}

/** The error codes of AWS's services for an action that they do not have. */
const UNKNOWN_ACTION = /^(InvalidAction|UnknownOperationException)$/;

/**
 * Reads all kinds, one call after the other: AWS throttles them together.
 * @param pageSize the most items that one response is to have.
 * @throws Denied after all other kinds were read, so that it names everything that is missing.
 */
export async function readAccount(
  clients: ExportClients,
  pageSize: number,
  progress: (line: string) => void,
): Promise<Read> {
  const items = new Map<string, readonly Item[]>();
  const notOffered: string[] = [];
  const denied: string[] = [];
  const reader = { ...clients, pageSize, read: (key: string) => items.get(key) ?? [] };
  for (const kind of KINDS) {
    if (kind.of !== undefined && !items.has(kind.of)) {
      if (notOffered.includes(kind.of)) notOffered.push(kind.key);
      continue;
    }
    try {
      items.set(kind.key, await readKind(kind, reader, progress));
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      if (isAccessDenied(error.cause)) denied.push(error.action);
      else if (isUnknownAction(error.cause)) notOffered.push(kind.key);
      else throw error;
      const reason = isAccessDenied(error.cause) ? `denied (${error.action})` : 'not offered by this endpoint';
      progress(`${kind.key}: ${reason}`);
    }
  }
  if (denied.length > 0) throw new Denied([...new Set(denied)]);
  return { items, notOffered };
}

async function readKind({ key, pages }: Kind, reader: Reader, progress: (line: string) => void): Promise<Item[]> {
  const found: Item[] = [];
  for await (const page of pages(reader)) {
    if (found.length > 0 && page.length > 0) progress(`${key}: ${found.length} …`);
    found.push(...page);
  }
  progress(`${key}: ${found.length}`);
  return found;
}

const isUnknownAction = (error: unknown): boolean => error instanceof Error && UNKNOWN_ACTION.test(error.name);
