import { type OnModuleDestroy } from '@nestjs/common';
import { DEMO_DIRECTORY, DEMO_SERVICE } from '../embedded/demo-company.js';
import { type EmbeddedDirectory, startEmbeddedDirectory } from '../embedded/embedded-directory.js';
import type { DirectoryPerson } from './directory-person.js';
import type { DirectoryEndpoint } from './ldap-options.js';
import { findPerson } from './person-lookup.js';
import { askRootDse } from './root-dse.js';

/** A real directory, or 'demo' for the one that is embedded in this process. */
export type DirectorySource = DirectoryEndpoint | 'demo';

/** The directory that people sign in with. The embedded one starts when it is first asked. */
export class Directory implements OnModuleDestroy {
  private embedded: Promise<EmbeddedDirectory> | undefined;
  /** The server that answered last; it is asked first. */
  private preferred: string | undefined;

  constructor(
    private readonly source: DirectorySource,
    /** Names of the groups that carry a role. Others are never read. */
    readonly groups: readonly string[],
    /** How long a question to the demo directory may take. */
    private readonly demoDeadlineMs = 8000,
  ) {}

  /** True while the demo people sign in. */
  get isDemo(): boolean {
    return this.source === 'demo';
  }

  /** The DOMAIN in DOMAIN\name. */
  get netbios(): string {
    return this.source === 'demo' ? DEMO_DIRECTORY.netbios : this.source.netbios;
  }

  /** Where the directory is, its servers in the order to try them. */
  async endpoint(): Promise<DirectoryEndpoint> {
    if (this.source !== 'demo') return { ...this.source, urls: this.inOrder(this.source.urls) };
    this.embedded ??= startEmbeddedDirectory(DEMO_DIRECTORY);
    const { url, ca } = await this.embedded;
    return {
      urls: [url],
      ca,
      bindDn: DEMO_SERVICE.principal,
      bindPassword: DEMO_SERVICE.password,
      userSearchBase: DEMO_DIRECTORY.baseDn,
      groupSearchBase: DEMO_DIRECTORY.baseDn,
      netbios: DEMO_DIRECTORY.netbios,
      deadlineMs: this.demoDeadlineMs,
    };
  }

  /** Remembers which server answered, so that the next sign-in does not wait for a dead one again. */
  answered(url: string): void {
    this.preferred = url;
  }

  /** Looks a person up with Jupiter's own account, without their password. Throws a DirectoryFault. */
  async find(name: string): Promise<DirectoryPerson | undefined> {
    return findPerson(name, await this.endpoint(), this.groups);
  }

  /** Whether a server answers, asked anonymously: a check that runs every few seconds must not be able to lock an account. */
  async answers(deadlineMs: number): Promise<void> {
    await askRootDse(await this.endpoint(), deadlineMs);
  }

  async onModuleDestroy(): Promise<void> {
    const embedded = await this.embedded;
    this.embedded = undefined;
    await embedded?.close();
  }

  private inOrder(urls: readonly string[]): string[] {
    return [...urls].sort((a, b) => Number(b === this.preferred) - Number(a === this.preferred));
  }
}
