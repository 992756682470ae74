/** Wildcards of IAM policies: `*` matches any number of characters, `?` exactly one. */

const compiled = new Map<string, RegExp>();

export function matchesPattern(pattern: string, value: string, caseSensitive = true): boolean {
  const key = `${caseSensitive ? 's' : 'i'}${pattern}`;
  let regex = compiled.get(key);
  if (!regex) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.');
    regex = new RegExp(`^${source}$`, caseSensitive ? 's' : 'si');
    compiled.set(key, regex);
  }
  return regex.test(value);
}

/**
 * ARNs are compared part by part, so that a wildcard does not match across a colon.
 * @see
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchesArn(pattern: string, value: string): boolean {
  if (pattern === '*') return true;
  const patternParts = arnParts(pattern);
  const valueParts = arnParts(value);
  if (!patternParts || !valueParts) return pattern === value;
  return patternParts.every((part, index) => matchesPattern(part, valueParts[index] ?? ''));
}

/** Partition, service, Region, account and resource; undefined if the text is not an ARN. */
export function arnParts(text: string): string[] | undefined {
  const [arn, partition, service, region, account, ...resource] = text.split(':');
  if (
    arn !== 'arn' ||
    partition === undefined ||
    service === undefined ||
    region === undefined ||
    account === undefined
  )
    return undefined;
  return resource.length > 0 ? [partition, service, region, account, resource.join(':')] : undefined;
}
