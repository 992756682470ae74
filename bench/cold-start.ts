import { deepStrictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { BUNDLE_MODULE, bundle, zip } from '../lib/bundle/lambda-bundle';
import { exampleEnvironment } from '../testing/example-environment';
import { inTemporaryFolder } from '../tools/files';
import { Arena } from './arena';
import { defaultZip } from './baseline/bundle';
import type { Question, Row } from './row';
import { type Spread, spreadOf } from './statistics';

const PROCESSES = 20;
const KB = 1_000;
const ENTRY = join(__dirname, '..', 'lambda-src', 'index.ts');

/**
 * Loads a bundle in a new process as Lambda's runtime does, and prints the milliseconds until its
 * handler is ready.
 */
const LOADER = `
const begin = process.hrtime.bigint();
const { handler } = require(process.argv[1]);
const took = Number(process.hrtime.bigint() - begin) / 1e6;
if (typeof handler !== 'function') throw new Error('no handler');
process.stdout.write(String(took));`;

const ENVIRONMENT = {
  AWS_REGION: 'eu-central-1',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  ...exampleEnvironment(),
};

/** The time to load each zip, in turn, so that other load on the machine affects them alike. */
function loadTimes(zips: readonly Uint8Array[]): Promise<Spread[]> {
  return inTemporaryFolder((folder) => {
    const files = zips.map((bytes, index) => {
      const file = join(folder, `${index}.js`);
      writeFileSync(file, unzipSync(bytes)[`${BUNDLE_MODULE}.js`] ?? '');
      return file;
    });
    const times = files.map((): number[] => []);
    for (let n = 0; n < PROCESSES; n++) {
      for (const [index, file] of files.entries()) {
        const output = execFileSync(process.execPath, ['-e', LOADER, file], { env: ENVIRONMENT });
        times[index]?.push(Number(output.toString()));
      }
    }
    return times.map(spreadOf);
  });
}

/** Both zips report the one broken path. */
function expectBothToWork(): Promise<void> {
  return Arena.within({ affected: 1, analysisSeconds: 0.1 }, async (arena) => {
    await arena.breakPaths();
    await arena.runRecipe();
    for (const { topicArn } of [arena.monitor, arena.recipe]) deepStrictEqual(arena.reported(topicArn), arena.pathIds);
  });
}

async function measure(): Promise<Row[]> {
  await expectBothToWork();
  const zips = [zip(bundle(ENTRY)), defaultZip('handler'), defaultZip('empty')] as const;
  const [ours, baseline, floor] = (await loadTimes(zips)) as [Spread, Spread, Spread];
  const [size, baselineSize, floorSize] = zips.map(({ length }) => length / KB) as [number, number, number];
  const question = 'cold start';
  const measure = `load the zip, ready for an event, ${PROCESSES} fresh processes`;
  return [
    { question, measure, unit: 'ms', ours, baseline, floor, target: { ratio: 0.2 } },
    {
      question,
      measure: 'size of the zip',
      unit: 'KB',
      ours: size,
      baseline: baselineSize,
      floor: floorSize,
      target: { ours: 110 },
    },
  ];
}

/** What Lambda loads before the first event. The floor is an empty handler. */
export const coldStart: Question = { name: 'cold-start', measure };
