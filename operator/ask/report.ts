import type { PathComponent } from '@aws-sdk/client-ec2';
import { wrap } from '../../command/wrap';
import { oneLine } from '../../lambda-src/safe-text';
import { componentWords } from '../../reachability/explanation/path-words';
import type { Scope } from '../../reachability/network/arn';
import { safeJson } from '../safe-json';
import type { Answer } from './answer';
import { kindWords } from './kind-words';
import { nameWords } from './names';
import type { Question } from './question';

/** Where the text is shown. */
export interface Page {
  /** Undefined breaks no line. */
  readonly columns: number | undefined;
  readonly isColored: boolean;
}

/** A longer sentence lists what nobody reads. */
const LONGEST_SENTENCE = 1000;
const INDENT = 2;

// SGR codes: https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
const VERDICTS: Readonly<Record<Answer['verdict'], readonly [words: string, color: number]>> = {
  reachable: ['reachable', 32],
  blocked: ['blocked', 31],
  unsupported: ['cannot tell', 33],
};

/** The answer in words. No text from the network reaches a terminal as it is. */
export function report(question: Question, answer: Answer, { columns, isColored }: Page): string {
  const [words, color] = VERDICTS[answer.verdict];
  const verdict = isColored ? `\x1b[1;${color}m${words}\x1b[0m` : words;
  const reasons = { reachable: '', blocked: 'What stands in the way', unsupported: 'What the engine cannot see' };
  const bulleted = (sentences: readonly string[]) => sentences.map((sentence) => ['-', sentence] as const);
  const sections = [
    section(reasons[answer.verdict], bulleted(answer.reasons), columns),
    section('The way there', numbered(answer.forward, false), columns),
    section('The way back', numbered(answer.back, true), columns),
    section('What is uncertain', bulleted(answer.uncertain), columns),
  ];
  const title = wrap(safe(questionWords(question)), columns, INDENT).join('\n');
  return [
    `${title}\n  ${verdict}\n`,
    ...sections.filter((lines) => lines.length > 0).map((lines) => `${lines.join('\n')}\n`),
  ].join('\n');
}

const safe = (text: string): string => oneLine(text, LONGEST_SENTENCE);

function questionWords({ from, to, protocol, port }: Question): string {
  const end = 'id' in to ? `${kindWords(to.id)}${nameWords(to)}` : to.address;
  const traffic = `${protocol}${port === undefined ? ', any port' : ` port ${port}`}`;
  return `From ${kindWords(from.id)}${nameWords(from)} to ${end}, ${traffic}:`;
}

function section(
  title: string,
  items: readonly (readonly [mark: string, text: string])[],
  columns: number | undefined,
) {
  if (items.length === 0) return [];
  const width = Math.max(...items.map(([mark]) => mark.length));
  const hanging = INDENT + width + 1;
  const lines = items.flatMap(([mark, text]) =>
    wrap(`${' '.repeat(INDENT)}${mark.padStart(width)} ${safe(text)}`, columns, hanging),
  );
  return [`${title}:`, ...lines];
}

/** The components with what admits the traffic there, or what stops it. */
function numbered(components: readonly PathComponent[], isReply: boolean): (readonly [string, string])[] {
  return components.map((component, index) => [`${index + 1}.`, hopWords(component, isReply)]);
}

function hopWords(component: PathComponent, isReply: boolean): string {
  const id = component.Component?.Id ?? '';
  const codes = (component.Explanations ?? []).map(({ ExplanationCode }) => ExplanationCode).join(', ');
  const words = `${kindWords(id)}${componentWords(component)}`;
  if (codes) return `${words} stops the traffic [${codes}]`;
  // A reply passes by no rule of its own, so AWS shows none.
  return isReply && id.startsWith('sg-') ? `${words}: replies to admitted traffic pass` : words;
}

/** The answer for programs, as docs/reference.md describes it. */
export function json(question: Question, answer: Answer, { account, region }: Scope): string {
  const { verdict, reasons, uncertain, forward, back, explanations, unknown } = answer;
  const { from, to, protocol, port = null } = question;
  const shown = { verdict, from, to, protocol, port, reasons, uncertain, unknown, forward, back, explanations };
  return safeJson({ ...shown, network: { account, region } });
}
