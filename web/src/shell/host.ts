/** Where Jupiter is shown, and what the host says about its looks. Read once: moving inside the app keeps them. */
export type Host = 'browser' | 'teams' | 'sharepoint';

const parameters = new URLSearchParams(globalThis.location?.search ?? '');
const named = parameters.get('host');

export const host: Host = named === 'teams' || named === 'sharepoint' ? named : 'browser';
/** Inside a host there is no second shell: no module navigation, no bar. */
export const isHosted = host !== 'browser';
/** The theme the address asks for, as Teams names it: default, dark or contrast. */
export const themeOfAddress = parameters.get('theme');
