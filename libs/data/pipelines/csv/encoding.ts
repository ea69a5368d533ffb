import { isAscii, isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import iconv from 'iconv-lite';
import type { CsvFile } from '#core/kit';
import { emptyFile, encodingBelied, notText, wrongEncoding } from '../errors.js';

export type Encoding = Exclude<CsvFile['encoding'], 'detect'>;

/** How a file is decoded. `lossy`: it holds bytes that the encoding does not have, which decode to U+FFFD. */
export interface Decoding {
  readonly encoding: Encoding;
  readonly lossy: boolean;
}

/** A decoder that takes bytes in pieces, whatever character a piece ends in; a byte order mark is left out. */
export interface Decoder {
  write(bytes: Buffer): string;
  end(): string | undefined;
}

const MARKS: readonly (readonly [Encoding, Buffer])[] = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
];
const OTHER_FORMATS: readonly (readonly [string, Buffer])[] = [
  ['a workbook or another zip archive', Buffer.from('PK\x03\x04')],
  ['an old Excel or Office file', Buffer.from([0xd0, 0xcf, 0x11, 0xe0])],
  ['a gzip archive', Buffer.from([0x1f, 0x8b, 0x08])],
  ['a PDF', Buffer.from('%PDF-')],
];
const SAMPLE = 65_536;
const PIECE = 1 << 20;

/**
 * Finds how a file is encoded. A byte order mark decides; else zero bytes at every other place mean UTF-16; else a file
 * that is valid UTF-8 throughout is UTF-8, and anything else Windows-1252. A declared encoding wins over the guess; a
 * mark contradicts it, and so does text beyond ASCII that is valid UTF-8 throughout where Windows-1252 is declared: by chance
 * that does not happen, and every "Café" would be loaded as "CafÃ©".
 */
export async function findEncoding(handle: FileHandle, file: string, declared: CsvFile['encoding']): Promise<Decoding> {
  const sample = await head(handle);
  const mark = MARKS.find(([, bytes]) => startsWith(sample, bytes));
  if (sample.length === (mark?.[1].length ?? 0)) throw emptyFile(file);
  const format = OTHER_FORMATS.find(([, bytes]) => startsWith(sample, bytes));
  if (format) throw notText(file, format[0]);
  if (mark && declared !== 'detect' && declared !== mark[0]) throw wrongEncoding(file, declared, mark[0]);
  const encoding = declared === 'detect' ? (mark?.[0] ?? wide(sample)) : declared;
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return { encoding, lossy: true };
  const { valid, plain } = await looksLikeUtf8(handle);
  if (encoding === 'windows-1252' && valid && !plain) throw encodingBelied(file, encoding, 'utf-8');
  if (encoding === 'windows-1252') return { encoding, lossy: true };
  if (encoding === 'utf-8') return { encoding, lossy: !valid };
  return valid ? { encoding: 'utf-8', lossy: false } : { encoding: 'windows-1252', lossy: true };
}

/** A decoder for one file. */
export const decoderOf = (encoding: Encoding): Decoder => iconv.getDecoder(encoding, { stripBOM: true });

const startsWith = (bytes: Buffer, prefix: Buffer): boolean => bytes.subarray(0, prefix.length).equals(prefix);

async function head(handle: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(SAMPLE), 0, SAMPLE, 0);
  return buffer.subarray(0, bytesRead);
}

/** Western text in UTF-16 has a zero in nearly every pair: the first byte when big endian, the second when little. */
function wide(sample: Buffer): Encoding | undefined {
  const pairs = sample.length >> 1;
  if (pairs === 0) return undefined;
  let first = 0;
  let second = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    if (sample[i] === 0) first++;
    if (sample[i + 1] === 0) second++;
  }
  if (second > pairs * 0.4 && first < pairs * 0.1) return 'utf-16le';
  if (first > pairs * 0.4 && second < pairs * 0.1) return 'utf-16be';
  return undefined;
}

/** Whether the whole file is valid UTF-8, and whether it holds nothing but ASCII. */
async function looksLikeUtf8(handle: FileHandle): Promise<{ valid: boolean; plain: boolean }> {
  const piece = Buffer.allocUnsafe(PIECE);
  let kept = 0;
  let plain = true;
  for (let position = 0; ; ) {
    const { bytesRead } = await handle.read(piece, kept, PIECE - kept, position);
    if (bytesRead === 0) return { valid: kept === 0, plain };
    position += bytesRead;
    const filled = piece.subarray(0, kept + bytesRead);
    const whole = filled.length - unfinished(filled);
    plain &&= isAscii(filled);
    if (!isUtf8(filled.subarray(0, whole))) return { valid: false, plain };
    kept = filled.copy(piece, 0, whole);
  }
}

/** How many bytes at the end begin a character that goes on in the next piece. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}
