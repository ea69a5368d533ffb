/** A tab that a person may open. */
export class ModuleEntry {
  id: string;
  title: string;
  /** Name of a Fluent UI icon without size and style. */
  icon: string;
  describe?: string;
  /** What the person may do here: 'view', 'export', 'run', 'manage'. */
  actions: string[];
  dashboards: DashboardEntry[];
}

/** A dashboard by its id and title. */
export class DashboardEntry {
  id: string;
  title: string;
}

/** The person who is signed in, and what they may open. */
export class Me {
  /** Account name, e.g. 'emma'. */
  account: string;
  displayName: string;
  roles: string[];
  /** Permissions outside modules, e.g. 'platform.observe'. */
  platform: string[];
  modules: ModuleEntry[];
  /** True while the built-in demo directory serves sign-in. */
  demo: boolean;
  company: string;
  timeZone: string;
}

/** A demo person, with the password everybody knows. */
export class DemoPersonEntry {
  account: string;
  name: string;
  role: string;
  password: string;
}

/** What the sign-in page says before anyone is known. Outside the demo it names nobody. */
export class SignInOptions {
  company: string;
  demo: boolean;
  people: DemoPersonEntry[];
}
