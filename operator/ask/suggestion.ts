import { closest } from '../../reachability/network/load/closest';
import type { Network } from '../../reachability/network/network';
import { endsOf, type Named, nameWords } from './names';

const MOST = 3;

/**
 * A sentence with the ends that `word` was most likely meant to be: those with that Name tag, else
 * those with the most similar id, else some that there are.
 */
export function suggestion(network: Network, word: string): string {
  const ends = endsOf(network);
  const withThatName = ends.filter(({ name }) => name?.toLowerCase() === word.toLowerCase());
  const meant = withThatName.length > 0 ? withThatName : mostSimilar(word, ends);
  const shown = (some: readonly Named[]) => some.slice(0, MOST).map(nameWords).join(', ');
  if (meant.length > 0) return `Did you mean ${shown(meant)}?`;
  if (ends.length === 0) return 'It has no instance, network interface or internet gateway.';
  return `It has ${shown(ends)}${ends.length > MOST ? ` and ${ends.length - MOST} more` : ''}.`;
}

function mostSimilar(word: string, ends: readonly Named[]): Named[] {
  const found: Named[] = [];
  for (let rest = ends; found.length < MOST; rest = rest.filter((end) => !found.includes(end))) {
    const id = closest(
      word,
      rest.map((end) => end.id),
    );
    const best = rest.find((end) => end.id === id);
    if (!best) break;
    found.push(best);
  }
  return found;
}
