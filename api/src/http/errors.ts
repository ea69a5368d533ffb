import { Problem } from '#core/kernel';

const WHY: Record<string, { reason: string; remedy: string }> = {
  EADDRINUSE: { reason: 'another program listens there', remedy: 'Stop that program, or choose another port with JUPITER_PORT.' },
  EACCES: { reason: 'this account may not', remedy: 'Choose a port above 1024 with JUPITER_PORT.' },
  EADDRNOTAVAIL: { reason: 'this machine has no such address', remedy: 'Set JUPITER_HOST to an address of this machine.' },
};

export const cannotListen = (host: string, port: number, code: string) => {
  const { reason, remedy } = WHY[code] ?? { reason: code, remedy: 'Check JUPITER_HOST and JUPITER_PORT.' };
  return new Problem('server.cannot-listen', 500, `Jupiter cannot listen on ${host}, port ${port}: ${reason}.`, remedy);
};
