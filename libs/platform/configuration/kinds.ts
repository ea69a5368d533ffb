import { z } from 'zod';

/** How the text of a setting becomes a value; `expects` completes the sentence "set it to …". */
export interface Kind<T> {
  readonly schema: z.ZodType<T>;
  readonly expects: string;
}

/** Any text that is not empty. */
export const text = (expects: string): Kind<string> => ({ schema: z.string(), expects });

/** A whole number between two bounds, both allowed. */
export const whole = (minimum: number, maximum: number): Kind<number> => ({
  schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(minimum).max(maximum)),
  expects: `a whole number from ${minimum} to ${maximum}`,
});

/** One of the words listed. */
export const oneOf = <const W extends string>(...words: [W, ...W[]]): Kind<W> => ({
  schema: z.enum(words) as unknown as z.ZodType<W>,
  expects: `one of ${words.join(', ')}`,
});

/** Words separated by spaces. */
export const words = (expects: string): Kind<string[]> => ({
  schema: z.string().transform((value) => value.split(/\s+/).filter(Boolean)),
  expects,
});

/** An address with one of the schemes, without path, query or trailing slash. */
export const origin = (...schemes: string[]): Kind<string> => ({
  schema: z.string().refine((value) => isOrigin(value, schemes)),
  expects: `an address such as ${schemes[0]}://host.example, without a path`,
});

/** Addresses of servers that stand in for each other, separated by spaces; tried in this order. */
export const origins = (...schemes: string[]): Kind<string> => ({
  schema: z.string().refine((value) => value.split(/\s+/).every((each) => isOrigin(each, schemes))),
  expects: `an address such as ${schemes[0]}://host.example, without a path; more servers of the same directory after a space`,
});

/** A PostgreSQL database with everything that is needed to reach it. */
export const database: Kind<string> = {
  schema: z.string().refine((value) => URL.canParse(value) && /^postgres(ql)?:\/\/[^/]+\/.+/.test(value)),
  expects: 'an address such as postgres://jupiter:password@127.0.0.1:5432/jupiter',
};

/** A time zone of the IANA database. */
export const timeZone: Kind<string> = {
  schema: z.string().refine(isTimeZone),
  expects: 'a time zone name such as Europe/Berlin or UTC',
};

/** Five (or six, with seconds) fields of a cron line. */
export const cron: Kind<string> = {
  schema: z.string().regex(/^\S+( \S+){4,5}$/),
  expects: 'a cron line such as "0 2 * * *"',
};

/** A size of memory as DuckDB writes it. */
export const memory: Kind<string> = {
  schema: z.string().regex(/^[1-9]\d*(MB|GB)$/),
  expects: 'a size such as 512MB or 2GB',
};

function isOrigin(value: string, schemes: string[]): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return schemes.includes(url.protocol.slice(0, -1)) && url.hostname !== '' && /^[a-z]+:\/\/[^/?#@]+$/i.test(value);
}

function isTimeZone(value: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }));
  } catch {
    return false;
  }
}
