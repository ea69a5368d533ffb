import type { JobDefinition } from '../contract/definition.js';
import type { Claim, Ending } from '../contract/engine.js';
import { failed, reasonOf } from './retry-policy.js';

/** A payload as its handler wants it, or how the start ends without it. */
export type Payload = { readonly value: unknown } | { readonly ending: Ending };

/**
 * Reads a stored payload and brings it up to the definition's version. A newer one is parked until a process runs that knows it;
 * one that does not fit will not fit the next time either, so it fails for good and says which field.
 */
export function payloadOf(claim: Pick<Claim, 'payload' | 'version'>, definition: JobDefinition): Payload {
  const { version = 1, name } = definition;
  if (claim.version > version)
    return {
      ending: { kind: 'parked', reason: `Its payload is of version ${claim.version}; this process knows ${name} up to ${version}.` },
    };
  try {
    const parsed = definition.payload.safeParse(upgraded(claim, definition));
    return parsed.success ? { value: parsed.data } : unfit(faults(parsed.error.issues), claim.version, version);
  } catch (error) {
    return unfit(reasonOf(error), claim.version, version);
  }
}

/** 'field: what is wrong' of each fault. */
export function faults(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  return issues.map(({ path, message }) => `${path.map(String).join('.') || 'the whole'}: ${message}`).join('; ');
}

function upgraded(claim: Pick<Claim, 'payload' | 'version'>, { version = 1, upgrade }: JobDefinition): unknown {
  const stored: unknown = JSON.parse(claim.payload);
  return upgrade && claim.version < version ? upgrade(stored, claim.version) : stored;
}

function unfit(what: string, from: number, to: number): Payload {
  const when = from < to ? ` after it was brought from version ${from} to ${to}` : '';
  return { ending: failed(`Its payload does not fit${when}: ${what}`, { final: true }) };
}
