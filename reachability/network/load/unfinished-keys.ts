/** Where the calls put the token of the next page: EC2's, and Elastic Load Balancing's. */
const TOKENS = ['NextToken', 'NextMarker'];

/**
 * The keys of lists that end before their last page, as far as `files` show: none of the files that
 * have the key is without a token. A file with several lists does not say whose token it is.
 */
export function unfinishedKeys(files: readonly object[]): string[] {
  const lists = files.flatMap((file) =>
    Object.entries(file).flatMap(([key, value]) => (Array.isArray(value) ? [{ key, isLast: !hasToken(file) }] : [])),
  );
  const finished = new Set(lists.filter(({ isLast }) => isLast).map(({ key }) => key));
  return [...new Set(lists.map(({ key }) => key))].filter((key) => !finished.has(key)).sort();
}

function hasToken(file: object): boolean {
  return TOKENS.some((token) => Object.hasOwn(file, token) && Boolean(Reflect.get(file, token)));
}

export function unfinishedWarning(key: string): string {
  const reason = `${key} may end before its last page, since its file has a NextToken`;
  return `${reason}: reachability is judged without the rest.`;
}
