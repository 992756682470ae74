/** What an error says, for people. */
export const errorText = (error: unknown): string =>
  error instanceof Error ? error.message.trim() || error.name : String(error);
