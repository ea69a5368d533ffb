import { type FileHandle, open } from 'node:fs/promises';
import type { CsvFile, RelationSpec } from '#core/kit';
import { emptyFile, stillBeingWritten, unreadableFile } from '../errors.js';
import { type Decoding, decoderOf, findEncoding } from './encoding.js';
import { findFiles, hasChanged, type Settling, type SourceFile, waitUntilSettled } from './files.js';
import { RecordSplitter } from './records.js';
import { type Reject, RowReader, type TypedRow } from './rows.js';

/** Who takes what a source holds, in order. Reading waits until a batch has been taken. */
export interface RowTaker {
  rows(rows: TypedRow[]): void | Promise<void>;
  rejects(rejects: Reject[]): void | Promise<void>;
}

/** What came of reading a source: read = loaded + rejected, counted in records of all its files together. */
export interface Reading {
  readonly read: number;
  readonly loaded: number;
  readonly rejected: number;
  readonly files: readonly string[];
  /** What a person should know though nothing failed: columns not declared, an encoding that was guessed. */
  readonly notes: readonly string[];
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Bytes read of all bytes; called once for each piece of a file. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  readonly settling?: Settling;
}

/** Small enough that a piece is split and converted in a few milliseconds, so that the event loop stays free. */
const PIECE = 48 * 1024;
/** A vector of the warehouse: rows are handed over in its size. */
const BATCH = 2048;

/**
 * Reads all files of a source below `folder`: finds them, makes sure nobody is writing them, decodes, splits and converts,
 * and hands typed rows and rejects to `taker`. Throws a Problem when a file as a whole cannot be trusted.
 */
export async function readCsv(source: RelationSpec, folder: string, taker: RowTaker, options: ReadOptions = {}): Promise<Reading> {
  const files = await findFiles(folder, (source.from as CsvFile).file);
  await waitUntilSettled(files, options.settling);
  const handles = await openAll(files);
  try {
    const sizes = await Promise.all(handles.map(async ({ handle }) => (await handle.stat()).size));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const readings: Reading[] = [];
    let done = 0;
    for (const { handle, file } of handles) {
      const advanced = (bytes: number): void => {
        done += bytes;
        options.onProgress?.(done, total);
      };
      readings.push(await readFile(handle, file, source, taker, { signal: options.signal, advanced }).catch(asProblem(file)));
    }
    return addUp(readings);
  } finally {
    await Promise.all(handles.map(({ handle }) => handle.close()));
  }
}

interface Progress {
  readonly signal: AbortSignal | undefined;
  readonly advanced: (bytes: number) => void;
}

async function readFile(handle: FileHandle, file: SourceFile, source: RelationSpec, taker: RowTaker, progress: Progress): Promise<Reading> {
  const before = await handle.stat();
  if (before.size === 0) throw emptyFile(file.name);
  const decoding = await findEncoding(handle, file.name, (source.from as CsvFile).encoding);
  const reader = new RowReader(source, file.name, decoding.lossy);
  const splitter = new RecordSplitter(source.from as CsvFile, reader);
  const bytes = await pump(handle, decoding, splitter, () => handOver(reader, taker, BATCH), progress);
  if (bytes !== before.size || hasChanged(before, await handle.stat())) throw stillBeingWritten(file.name);
  await handOver(reader, taker, 1);
  if (reader.extra === undefined || isWithoutRecords(reader, source)) throw emptyFile(file.name);
  return {
    read: reader.loaded + reader.rejected,
    loaded: reader.loaded,
    rejected: reader.rejected,
    files: [file.name],
    notes: notesOn(file, decoding, reader, source),
  };
}

/** Sends the file through the splitter, piece by piece; gives the number of bytes. */
async function pump(
  handle: FileHandle,
  decoding: Decoding,
  splitter: RecordSplitter,
  handOver: () => Promise<void>,
  progress: Progress,
): Promise<number> {
  const decoder = decoderOf(decoding.encoding);
  const piece = Buffer.allocUnsafe(PIECE);
  for (let position = 0; ; ) {
    progress.signal?.throwIfAborted();
    const { bytesRead } = await handle.read(piece, 0, PIECE, position);
    if (bytesRead === 0) {
      splitter.push(decoder.end() ?? '');
      splitter.end();
      return position;
    }
    position += bytesRead;
    splitter.push(decoder.write(piece.subarray(0, bytesRead)));
    await handOver();
    progress.advanced(bytesRead);
  }
}

async function handOver(reader: RowReader, taker: RowTaker, atLeast: number): Promise<void> {
  if (reader.rows.length >= atLeast) await taker.rows(reader.rows.splice(0));
  if (reader.rejects.length >= atLeast) await taker.rejects(reader.rejects.splice(0));
}

/** A file without a header line that holds no record says nothing at all; one with its header says "no rows". */
const isWithoutRecords = (reader: RowReader, source: RelationSpec): boolean =>
  !(source.from as CsvFile).header && reader.loaded + reader.rejected === 0;

function notesOn(file: SourceFile, decoding: Decoding, reader: RowReader, source: RelationSpec): string[] {
  const notes: string[] = [];
  const extra = reader.extra ?? [];
  const { header, encoding } = source.from as CsvFile;
  if (header && extra.length > 0)
    notes.push(`${file.name}: not declared and not read: ${extra.slice(0, 20).join(', ')}${extra.length > 20 ? ' …' : ''}.`);
  if (encoding === 'detect' && decoding.encoding === 'windows-1252')
    notes.push(`${file.name}: read as Windows-1252, because it is not valid UTF-8.`);
  return notes;
}

const READING = new Set(['open', 'read', 'fstat']);

/** What the operating system refuses while a file is read (a share that went away) is told like any other unreadable file. */
const asProblem =
  (file: SourceFile) =>
  (error: unknown): never => {
    const { code, syscall } = error as NodeJS.ErrnoException;
    throw syscall && READING.has(syscall) && code ? unreadableFile(file.name, code) : error;
  };

async function openAll(files: readonly SourceFile[]): Promise<{ handle: FileHandle; file: SourceFile }[]> {
  const opened: { handle: FileHandle; file: SourceFile }[] = [];
  try {
    for (const file of files) opened.push({ handle: await open(file.path, 'r'), file });
    return opened;
  } catch (error) {
    await Promise.all(opened.map(({ handle }) => handle.close()));
    return asProblem(files[opened.length] as SourceFile)(error);
  }
}

function addUp(readings: readonly Reading[]): Reading {
  const total = (count: (reading: Reading) => number): number => readings.reduce((sum, reading) => sum + count(reading), 0);
  return {
    read: total((reading) => reading.read),
    loaded: total((reading) => reading.loaded),
    rejected: total((reading) => reading.rejected),
    files: readings.flatMap((reading) => reading.files),
    notes: readings.flatMap((reading) => reading.notes),
  };
}
