import { accessSync, constants, mkdirSync } from 'node:fs';
import { folderUnusable } from './errors.js';

/** Makes the folder that Jupiter keeps its data in when it is not there. Throws `folder-unusable` when nothing can be kept in it. */
export function useDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw folderUnusable(folder, String((error as NodeJS.ErrnoException).code));
  }
}
