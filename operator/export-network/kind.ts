import type { ExportClients } from './clients';

/** A resource as a Describe call shows it. */
export type Item = Readonly<Record<string, unknown>>;

/** What a kind is read with. */
export interface Reader extends ExportClients {
  /** The most items that one response is to have; AWS has a lower bound for some calls. */
  readonly pageSize: number;
  /** The items under a key that was read before. */
  readonly read: (key: string) => readonly Item[];
}

/** What is kept of an account, while `--vpc` selects it kind by kind. */
export interface Selection {
  /** Whether a resource was kept before, by its id or ARN. */
  readonly has: (id: unknown) => boolean;
  /** Whether something that was kept before names the id. */
  readonly names: (id: unknown) => boolean;
}

/** One key of the network file, and how it is read. */
export interface Kind {
  /** The key of the response; one of Batfish's where the response names no resource. */
  readonly key: string;
  /** The fields with the ids of an item. */
  readonly ids: readonly string[];
  /** The IAM actions that reading needs. */
  readonly actions: readonly string[];
  /** Page by page. @throws CallFailed */
  readonly pages: (reader: Reader) => AsyncIterable<readonly Item[]>;
  /** Whether an item belongs to the selected VPCs, or something that does refers to it. */
  readonly belongs: (item: Item, selection: Selection) => boolean;
  /** The key of the resources that each call is about; without them, nothing can be read. */
  readonly of?: string;
  /** The response is one object instead of a list. @default false */
  readonly isSingle?: boolean;
}

/** AWS refused or failed a call. */
export class CallFailed extends Error {
  /** @param action the IAM action, such as `ec2:DescribeVpcs`. */
  constructor(
    readonly action: string,
    override readonly cause: unknown,
  ) {
    super(`${action} failed: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** The pages, with the action in each error. */
export async function* asking<Page>(action: string, pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  try {
    yield* pages;
  } catch (cause) {
    throw cause instanceof CallFailed ? cause : new CallFailed(action, cause);
  }
}

/** The only page of a call that has no pages. */
export async function* only<Page>(action: string, response: () => Promise<Page>): AsyncGenerator<Page> {
  try {
    yield await response();
  } catch (cause) {
    throw new CallFailed(action, cause);
  }
}

/** The objects of a list in a response. */
export const itemsOf = (list: unknown): readonly Item[] => (Array.isArray(list) ? (list as Item[]) : []);

/** Whether an item is in a VPC that is kept. */
export const inVpc = ({ VpcId }: Item, { has }: Selection): boolean => has(VpcId);
