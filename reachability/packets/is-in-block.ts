/** Whether the IPv4 address lies in the block, such as `10.0.0.0/8`; undefined where one of them is not what it should be. */
export function isInBlock(address: string, block: string): boolean | undefined {
  const [network = '', length = '32', ...rest] = block.split('/');
  const [a, b] = [toNumber(address), toNumber(network)];
  if (a === undefined || b === undefined || !/^\d{1,2}$/.test(length) || Number(length) > 32 || rest.length > 0) {
    return undefined;
  }
  const size = 2 ** (32 - Number(length));
  return Math.floor(a / size) === Math.floor(b / size);
}

function toNumber(address: string): number | undefined {
  const parts = address.split('.');
  const isAddress = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  return isAddress ? parts.reduce((sum, part) => sum * 256 + Number(part), 0) : undefined;
}
