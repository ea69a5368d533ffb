import { mutationOptions } from '@tanstack/react-query';
import type { ExportQuery } from '#core/contract';
import { api } from './client';

/** Writes a tile or the rows behind a figure to a file and hands it to the browser. Gives the file's name. */
export const exportMutation = (module: string) =>
  mutationOptions({
    mutationFn: async (query: ExportQuery) => {
      const { response } = await api.POST('/api/modules/{module}/export', {
        params: { path: { module } },
        body: query,
        headers: { accept: '*/*' },
        parseAs: 'stream',
      });
      const name = fileName(response.headers.get('content-disposition'));
      save(await response.blob(), name);
      return name;
    },
  });

const fileName = (disposition: string | null): string => /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? 'jupiter';

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
