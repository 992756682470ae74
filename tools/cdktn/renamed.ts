const RENAMED: Readonly<Record<string, string>> = {
  cdktf: 'cdktn',
  '@cdktf/provider-aws': '@cdktn/provider-aws',
};

/**
 * TypeScript with its imports of CDKTF replaced by those of CDK Terrain; nothing else needs to
 * change.
 */
export const renamed = (source: string): string =>
  source.replace(
    /(\bfrom |\bimport |\bimport\(|\brequire\()'(cdktf|@cdktf\/provider-aws)(\/[^']*)?'/g,
    (_, keyword: string, name: string, rest = '') => `${keyword}'${RENAMED[name]}${rest}'`,
  );
