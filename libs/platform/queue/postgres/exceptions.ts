/** Promises of the contract that PostgreSQL's engine does not keep, each with the reason; the conformance suite skips them by name. */
export const postgresExceptions: Readonly<Record<string, string>> = {};
