import type { ModuleEntry } from '#core/contract';
import type { Viewer } from './viewer.js';

/** What identity has to know of the departments; the composition root provides it, so that identity needs no registry. */
export interface AccessCatalogue {
  /** Name of the company, shown in the app. */
  readonly company: string;
  /** Every role of every module, such as 'finance.viewer'. */
  roles(): readonly string[];
  /** Permissions of such a role, such as 'finance.view'. */
  permissionsOf(role: string): readonly string[];
  /** The tabs this viewer may open. */
  modulesFor(viewer: Viewer): ModuleEntry[];
}

/** Injection token of the `AccessCatalogue`. */
export const ACCESS_CATALOGUE = Symbol('ACCESS_CATALOGUE');
