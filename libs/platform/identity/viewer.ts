/** The one who asks: whose rights every answer is cut to. */
export interface Viewer {
  /** The directory's objectGUID: it stays when a person is renamed. */
  readonly personId: string;
  /** Account name, e.g. 'emma'. */
  readonly name: string;
  readonly displayName: string;
  /** Such as 'finance.view' or 'platform.observe'; '*' means all. */
  readonly permissions: readonly string[];
  readonly roles: readonly string[];
  /** Set for the one at the machine's own command line. */
  readonly operator?: true;
}

/** Whoever may start commands on the machine may read its files anyway: all rights, and audited under this name. */
export const LOCAL_OPERATOR: Viewer = Object.freeze({
  personId: 'local-operator',
  name: 'local-operator',
  displayName: 'Local operator',
  permissions: ['*'],
  roles: [],
  operator: true,
});

/** Whether the viewer holds the permission. Nothing is held unless granted. */
export function can(viewer: Viewer, permission: string): boolean {
  return viewer.permissions.includes('*') || viewer.permissions.includes(permission);
}
