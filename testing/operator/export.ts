import { runExportNetwork } from '../../operator/export-network/cli';
import { exportClients } from '../../operator/export-network/clients';
import type { Sandbox } from '../../sandbox/sandbox';
import { paper } from './terminal';

const NOW = new Date('2026-11-24T12:00:00Z');
const ANYBODY = { accessKeyId: 'test', secretAccessKey: 'test' };

interface Settings {
  /** The most items that one response is to have. @default 1000 */
  readonly pageSize?: number;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly now?: Date;
}

/** Runs export-network against the sandbox. */
export async function exportFrom(
  { endpoint, region }: Pick<Sandbox, 'endpoint' | 'region'>,
  args: readonly string[] = [],
  { pageSize = 1000, credentials = ANYBODY, now = NOW }: Settings = {},
) {
  const { terminal, lines, output } = paper();
  const code = await runExportNetwork(args, terminal, {
    clients: (wanted) => exportClients({ endpoint, region: wanted ?? region, credentials }),
    now: () => now,
    pageSize,
  });
  return { code, output: output(), lines };
}
