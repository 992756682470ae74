import { errorText } from '../../command/error-text';
import { UsageError } from '../../command/exit-codes';
import type { NetworkView } from '../../reachability/analysis/components';
import { loadNetwork } from '../../reachability/network/load/load-network';
import { readNetworkFile } from '../../sandbox/network-file';

/**
 * The network of a file or a folder, with the account and Region that it is in.
 * @param warn gets a line for everything that the engine does not model.
 * @throws UsageError that names the file or the resource, and what would be right.
 */
export function readNetwork(path: string, warn: (line: string) => void): NetworkView {
  try {
    const file = readNetworkFile(path);
    const account = textOf(file.Account) ?? ownerOf(file.Vpcs) ?? '';
    return { network: loadNetwork(file, account, warn), account, region: textOf(file.Region) ?? '' };
  } catch (error) {
    throw new UsageError(errorText(error), { cause: error });
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The output of `aws ec2 describe-vpcs` does not name the account but in its VPCs. */
function ownerOf(vpcs: unknown): string | undefined {
  const [first] = Array.isArray(vpcs) ? vpcs : [];
  return textOf((first as { OwnerId?: unknown } | undefined)?.OwnerId);
}
