import type { Terminal } from '../../command/command';

/** A terminal that keeps its text. */
export function paper(onProgress: (line: string) => void = () => {}) {
  const written: string[] = [];
  const lines: string[] = [];
  const terminal: Terminal = {
    write: (text) => void written.push(text),
    progress: (line) => {
      lines.push(line);
      onProgress(line);
    },
    isColored: false,
  };
  return { terminal, lines, output: () => written.join('') };
}
