import { keepPreviousData } from '@tanstack/react-query';

/** Asked again so often while the page is in sight; a hidden page does not ask. Milliseconds. */
export const ASK_EVERY = 2000;

/** What a page follows as it happens: until the next answer the last one stays, so that nothing flickers. */
export const live = { refetchInterval: ASK_EVERY, placeholderData: keepPreviousData } as const;
