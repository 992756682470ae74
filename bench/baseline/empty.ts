/** The smallest handler that Lambda could load. */
export async function handler(): Promise<void> {}
