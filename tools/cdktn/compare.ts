import type { Files } from '../files';

/**
 * The differences between two syntheses of the same source, apart from the frameworks' versions;
 * one sentence for each file.
 */
export const differences = (cdktf: Files, cdktn: Files): string[] => {
  const names = [...new Set([...Object.keys(cdktf), ...Object.keys(cdktn)])].sort();
  return names.flatMap((name) => {
    const [one, other] = [cdktf[name], cdktn[name]];
    if (!one || !other) return [`${name}: only ${one ? 'cdktf' : 'cdktn'} writes it`];
    if (!name.endsWith('.json')) return Buffer.compare(one, other) === 0 ? [] : [`${name}: the bytes differ`];
    return lineDifference(name, lines(one), lines(other));
  });
};

/** The version of the framework that wrote an output folder. */
export const writtenBy = ({ 'manifest.json': manifest = Buffer.from('{}') }: Files): string | undefined =>
  JSON.parse(Buffer.from(manifest).toString()).version;

const lineDifference = (name: string, one: string[], other: string[]): string[] => {
  const at = one.findIndex((line, index) => line !== other[index]);
  if (at < 0 && one.length === other.length) return [];
  const index = at < 0 ? one.length : at;
  return [
    `${name}: ${JSON.stringify(one[index]?.trim())} with cdktf is ${JSON.stringify(other[index]?.trim())} with cdktn`,
  ];
};

/**
 * JSON in one layout, because the frameworks lay out empty lists differently. Keeps the order of
 * the keys.
 */
const lines = (json: Uint8Array): string[] =>
  JSON.stringify(withoutVersion(JSON.parse(Buffer.from(json).toString())), null, 2).split('\n');

interface Versioned {
  /** Of the manifest. */
  readonly version?: string;
  /** Of a stack. */
  readonly '//'?: { readonly metadata: { readonly version?: string } };
}

const withoutVersion = (written: Versioned): Versioned => ({
  ...written,
  ...('version' in written && { version: '' }),
  ...(written['//'] && { '//': { ...written['//'], metadata: { ...written['//'].metadata, version: '' } } }),
});
