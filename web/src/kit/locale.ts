/** The reader's language: what a host passes as ?lang=, else the browser's. */
export const locale: string =
  known(new URLSearchParams(globalThis.location?.search ?? '').get('lang')) ?? globalThis.navigator?.language ?? 'en-US';

function known(tag: string | null): string | undefined {
  try {
    return tag ? Intl.getCanonicalLocales(tag)[0] : undefined;
  } catch {
    return undefined;
  }
}
