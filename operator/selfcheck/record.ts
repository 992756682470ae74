import type { NetworkInsightsAnalysis } from '@aws-sdk/client-ec2';
import { TAGS } from '../../contract/tags';
import type { Deployed } from './deployed';
import { type Finding, ok, problem } from './finding';
import { ownAnalyses } from './last-analysis';
import { tagValue } from './paths';

const MOST_NAMED = 5;
/** An event's id, and Lambda's id of an invocation. */
const OWNER = /^[A-Za-z0-9-]{1,112}\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(:[a-z0-9]+(:claimed)?)?$/;
const VERDICT = '(kept|broken|inconclusive)/(reachable|unreachable)';
const JUDGED = new RegExp(
  `^(pending|(superseded|repeated)/(reachable|unreachable)|${VERDICT})( then (newer|${VERDICT}))?$`,
);

/**
 * Whether the analyses with the monitor's tags can be its own. A principal that may tag analyses
 * can forge a verdict: each tag is compared with the result of the analysis.
 */
export async function record(monitor: Deployed): Promise<Finding> {
  const analyses = await ownAnalyses(monitor);
  const forged = analyses.flatMap((analysis) => {
    const reason = whyForged(analysis);
    return reason ? [`${analysis.NetworkInsightsAnalysisId} ${reason}`] : [];
  });
  if (forged.length === 0) return ok(`The history has ${analyses.length} analyses; none contradicts its tags.`);
  const more = forged.length > MOST_NAMED ? `, and ${forged.length - MOST_NAMED} more` : '';
  return problem(
    `The monitor did not write these tags: ${forged.slice(0, MOST_NAMED).join(', ')}${more}.`,
    `Find out who wrote them: ${monitor.cli('cloudtrail lookup-events', '--lookup-attributes AttributeKey=EventName,AttributeValue=CreateTags')}; delete these analyses, and check every path: npm run verify.`,
  );
}

function whyForged({ Tags, Status, NetworkPathFound: found }: NetworkInsightsAnalysis): string | undefined {
  const owner = tagValue(Tags, TAGS.owner);
  if (owner === undefined) return 'has no owner';
  if (!OWNER.test(owner)) return `has the owner ${JSON.stringify(owner)}`;
  const judged = tagValue(Tags, TAGS.judged) ?? 'pending';
  if (!JUDGED.test(judged)) return `is judged ${JSON.stringify(judged)}`;
  const [outcome, expect] = judged.split(' ')[0]?.split('/') ?? [];
  if (outcome !== 'kept' && outcome !== 'broken') return undefined;
  const isFound = (outcome === 'kept') === (expect === 'reachable');
  if (Status === 'succeeded' && found === isFound) return undefined;
  const what = Status === 'succeeded' ? `found ${found ? 'a' : 'no'} path` : `is ${Status}`;
  return `is judged ${outcome}/${expect}, but ${what}`;
}
