/** Which contract a gateway speaks: New API of today, or One API, which reads `Authorization` alone. */
export const DIALECTS = ['new-api', 'one-api'] as const;
export type Dialect = (typeof DIALECTS)[number];
