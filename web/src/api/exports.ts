import { mutationOptions } from '@tanstack/react-query';
import type { ExportQuery } from '#core/contract';
import { download } from './client';

/** Writes a tile or the rows behind a figure to a file and hands it to the browser. Gives the file's name. */
export const exportMutation = (module: string) =>
  mutationOptions({
    mutationFn: async (query: ExportQuery) => {
      const { blob, name } = await download(`modules/${encodeURIComponent(module)}/export`, query);
      save(blob, name);
      return name;
    },
  });

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
