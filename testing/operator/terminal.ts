import type { Terminal } from '../../command/command';

/**
 * A terminal that keeps its text.
 * @param columns its width, if it has one.
 */
export function paper(onProgress: (line: string) => void = () => {}, columns?: number) {
  const written: string[] = [];
  const lines: string[] = [];
  const terminal: Terminal = {
    write: (text) => void written.push(text),
    progress: (line) => {
      lines.push(line);
      onProgress(line);
    },
    isColored: false,
    columns,
  };
  return { terminal, lines, output: () => written.join('') };
}
