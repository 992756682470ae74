/** The smallest function that Lambda can run. */
export const handler = async (event: unknown): Promise<unknown> => event;
