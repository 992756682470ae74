import type { AdditionalDetail, Explanation, NetworkInsightsPath, PathComponent } from '@aws-sdk/client-ec2';
import { analyze } from '../../reachability/analysis/analyze';
import type { NetworkView } from '../../reachability/analysis/components';
import { explain, explainDetail, missingRule } from '../../reachability/explanation/explain';
import { kindWords } from './kind-words';
import { nameWords } from './names';
import { isAboutIpv6, pathOf, type Question } from './question';

/** What the engine says of a question. */
export interface Answer {
  readonly verdict: 'reachable' | 'blocked' | 'unsupported';
  /** The components that a packet passes; of a blocked path, with the explanations at them. */
  readonly forward: readonly PathComponent[];
  /** The components that its reply passes; empty where no packet arrives. */
  readonly back: readonly PathComponent[];
  /** Sentences. Blocked: what stands in the way. Unsupported: what the engine cannot see. */
  readonly reasons: readonly string[];
  /** Sentences about what a found path leaves uncertain. */
  readonly uncertain: readonly string[];
  readonly explanations: readonly Explanation[];
  /** The ids of the components that the engine does not follow. Empty unless it is unsupported. */
  readonly unknown: readonly string[];
}

const NOTHING = { forward: [], back: [], reasons: [], uncertain: [], explanations: [], unknown: [] } as const;

const IPV6 =
  'The engine does not follow IPv6 yet, neither its routes nor its rules, so it cannot tell whether this address is reachable.';

export function answer(view: NetworkView, question: Question): Answer {
  if (isAboutIpv6(question)) return { ...NOTHING, verdict: 'unsupported', reasons: [IPV6] };
  const path = pathOf(question);
  const result = analyze(view, path);
  if (result.kind === 'unsupported') return unsupported(result.explanations);
  const { kind: verdict, forward, back } = result;
  const way = { ...NOTHING, verdict, forward, back, uncertain: uncertaintiesOf([...forward, ...back]) };
  if (result.kind === 'reachable') return way;
  const ends = endsNotTaken(question, result.explanations);
  if (ends.length > 0) return unsupported(ends);
  const { explanations } = result;
  return { ...way, explanations, reasons: explanations.map((explanation) => obstacle(explanation, path)) };
}

/**
 * Both ends are in the network. If one is missing to the engine, it is of a kind that the engine
 * does not take as an end, so that nothing is known of the path.
 */
function endsNotTaken({ from, to }: Question, explanations: readonly Explanation[]): Explanation[] {
  const missing = explanations.flatMap(({ ExplanationCode, MissingComponent = '' }) =>
    ExplanationCode === 'NO_SOURCE_OR_DESTINATION' ? [MissingComponent] : [],
  );
  return [from, ...('id' in to ? [to] : [])]
    .filter(({ id }) => missing.some((text) => text.split(' ').includes(id)))
    .map(({ id, name }) => ({ ExplanationCode: 'UNSUPPORTED_COMPONENT', Component: { Id: id, Name: name } }));
}

const unsupported = (explanations: readonly Explanation[]): Answer => ({
  ...NOTHING,
  verdict: 'unsupported',
  explanations,
  reasons: explanations.map(blindSpot),
  unknown: [...new Set(explanations.flatMap(({ Component }) => Component?.Id ?? []))],
});

/** `explain` would say that Reachability Analyzer, too, does not support the component. */
function blindSpot(explanation: Explanation): string {
  const { ExplanationCode, Component, RouteTable } = explanation;
  if (ExplanationCode !== 'UNSUPPORTED_COMPONENT' || Component?.Id === undefined) return explain(explanation);
  const words = (id: string, name: string | undefined) => `${kindWords(id)}${nameWords({ id, name })}`;
  const leads = RouteTable?.Id ? `, to which ${words(RouteTable.Id, RouteTable.Name)} leads` : '';
  return `The engine does not follow ${words(Component.Id, Component.Name)}${leads} [${ExplanationCode}]`;
}

function obstacle(explanation: Explanation, path: NetworkInsightsPath): string {
  const missing = missingRule(explanation, path);
  return missing ? `${explain(explanation)}; missing: ${missing}` : explain(explanation);
}

function uncertaintiesOf(components: readonly PathComponent[]): string[] {
  const detailed = components.flatMap(({ Component, AdditionalDetails = [] }) =>
    AdditionalDetails.map((detail: AdditionalDetail) => explainDetail(detail, Component)),
  );
  return [...new Set(detailed)];
}
