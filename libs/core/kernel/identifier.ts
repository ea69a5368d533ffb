/** Crockford's alphabet: no I, L, O or U, so that an id can be read aloud; its order is the order of the characters. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_BITS = 80n;

let last = 0n;

/**
 * A new id of 26 characters: 48 bits of milliseconds, then 80 random bits.
 * Ids made by one process sort in the order they were made, also within one millisecond and when the clock steps back.
 */
export function newId(): string {
  const candidate = (BigInt(Date.now()) << RANDOM_BITS) | randomBits();
  const sameOrEarlier = candidate >> RANDOM_BITS <= last >> RANDOM_BITS;
  last = sameOrEarlier ? last + 1n : candidate;
  return encode(last);
}

function randomBits(): bigint {
  let bits = 0n;
  for (const byte of globalThis.crypto.getRandomValues(new Uint8Array(10))) bits = (bits << 8n) | BigInt(byte);
  return bits;
}

function encode(value: bigint): string {
  let text = '';
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += ALPHABET[Number((value >> shift) & 31n)];
  return text;
}
