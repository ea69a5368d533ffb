import { Problem } from '#core/kernel';

const SIGN_IN = 'Sign in again.';

export const signInNeeded = () => new Problem('identity.sign-in-needed', 401, 'You are not signed in.', 'Sign in.');
export const sessionUnknown = () =>
  new Problem('identity.session-unknown', 401, 'This session is not known: it was signed out or never existed.', SIGN_IN);
export const sessionExpired = () => new Problem('identity.session-expired', 401, 'Your session has ended.', SIGN_IN);

export const notPermitted = (permission: string) =>
  new Problem(
    'identity.not-permitted',
    403,
    `This needs the right '${permission}', which you do not have.`,
    'Ask IT to add you to the directory group that carries it.',
    { permission },
  );
export const crossSite = () =>
  new Problem(
    'identity.cross-site',
    403,
    'The request came from another site.',
    'Do it from within Jupiter; a program sends the header X-Jupiter: 1.',
  );

export const undeclaredRoutes = (routes: readonly string[]) =>
  new Problem(
    'identity.undeclared-routes',
    500,
    `These routes say not who may call them:\n${routes.map((route) => `  ${route}`).join('\n')}`,
    'Give each one of @Public(), @SignedIn(), @Requires(…) or @RequiresModule(…).',
    { routes },
  );

export const credentialsNeeded = () =>
  new Problem('identity.credentials-needed', 400, 'Name and password are needed.', 'Send both as texts in the body.');

/** One message for a wrong password and an unknown name: it must not tell which names exist. */
export const wrongCredentials = () =>
  new Problem('identity.wrong-credentials', 401, 'Name or password is wrong.', 'Check both; after several wrong tries you have to wait.');

/** The account is right but may not sign in now. The IT code is the directory's own. */
export const accountRefused = (state: string, directoryCode: string, message: string, remedy: string) =>
  new Problem(`identity.account-${state}`, 401, message, remedy, { directoryCode });

export const directoryUnavailable = () =>
  new Problem(
    'identity.directory-unavailable',
    503,
    'The directory does not answer, so nobody can sign in.',
    'Try again in a minute; if it lasts, call IT.',
  );
export const directoryMisconfigured = (directoryCode: string) =>
  new Problem(
    'identity.directory-misconfigured',
    503,
    'The directory refuses to work with Jupiter, so nobody can sign in.',
    `Tell IT the code ${directoryCode}; the log of Jupiter says more.`,
    { directoryCode },
  );

/** Too many wrong tries; the person's own attempts stay below the number that would lock the account. */
export class TooManyAttempts extends Problem {
  constructor(
    readonly retryAfterSeconds: number,
    /** The first refusal of its window: the one worth a line in the audit. */
    readonly first: boolean,
  ) {
    super(
      'identity.too-many-attempts',
      429,
      'There were too many wrong tries.',
      `Wait ${Math.ceil(retryAfterSeconds / 60)} minutes. If you forgot the password, call IT.`,
      { retryAfterSeconds },
    );
  }
}

const WHY_LDAPS =
  'Only ldaps:// is accepted: plain LDAP sends passwords in clear, and with StartTLS this LDAP library sends the service password before the channel is encrypted.';

export const insecureDirectory = (url: string) =>
  new Problem(
    'identity.insecure-directory',
    500,
    `JUPITER_DIRECTORY_URL is ${url}. ${WHY_LDAPS}`,
    'Use ldaps://<server>:636 and name the CA in JUPITER_DIRECTORY_CA.',
  );
export const demoDirectoryInProduction = () =>
  new Problem(
    'identity.demo-directory-in-production',
    500,
    'JUPITER_ENV is production, but no directory is set: the built-in demo people have a public password.',
    'Set JUPITER_DIRECTORY_URL and its neighbours to your directory.',
  );
export const wrongRolesMap = (source: string, faults: readonly string[]) =>
  new Problem(
    'identity.wrong-roles-map',
    500,
    `The map of groups to roles (${source}) is wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    'It is JSON of the form {"<group>": ["finance.viewer", "platform.admin"]}.',
    { faults },
  );
export const rolesMapNeeded = () =>
  new Problem(
    'identity.roles-map-needed',
    500,
    'A real directory is set, but no file says which of its groups carry which roles.',
    'Write one and name it in JUPITER_ROLES_FILE; it is JSON of the form {"<group>": ["finance.viewer"]}.',
  );
