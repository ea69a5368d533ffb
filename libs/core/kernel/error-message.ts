/** What a thrown value says of itself. Native code and other realms throw errors that are no instances of this realm's Error. */
export const messageOf = (error: unknown): string => String((error as { message?: unknown } | null | undefined)?.message ?? error);

/** Its first line: the rest (a stack, a statement) is for the log. */
export const firstLine = (error: unknown): string => messageOf(error).split('\n')[0] ?? '';
