import type { CsvFile, RelationSpec } from '#core/kit';
import { brokenHeader } from '../errors.js';
import { type Layout, layoutOf } from './header.js';
import type { RecordTaker } from './records.js';
import { type Reader, Refusal } from './refusal.js';
import { type TypedValue, valueReader } from './values.js';

/** A record that was not loaded, and why. `column` is empty when the whole line is at fault; `value` is then its text. */
export interface Reject {
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** Values in the order of the declared fields, then the file's name and the line. */
export type TypedRow = (TypedValue | number)[];

const LONGEST_SHOWN = 500;

/** Turns the records of one file into typed rows and rejects; counts each record as exactly one of them. */
export class RowReader implements RecordTaker {
  rows: TypedRow[] = [];
  rejects: Reject[] = [];
  loaded = 0;
  rejected = 0;
  private layout: Layout | undefined;
  private readonly columns: { readonly name: string; readonly read: Reader<TypedValue> }[];

  /** `suspicious`: characters that stand for bytes the encoding does not have may be in the text. */
  constructor(
    private readonly source: RelationSpec,
    private readonly file: string,
    private readonly suspicious: boolean,
  ) {
    this.columns = Object.entries(source.fields).map(([name, field]) => ({ name: field.column ?? name, read: valueReader(name, field) }));
    const { header, columns } = source.from as CsvFile;
    if (!header) this.layout = layoutOf(source, columns ?? [], file);
  }

  /** The columns that nothing was declared for; undefined while no header has been seen. */
  get extra(): readonly string[] | undefined {
    return this.layout?.extra;
  }

  record(values: string[], line: number): void {
    const layout = this.layout;
    if (layout === undefined) this.header(values);
    else if (values.length !== layout.width) this.ragged(values, line, layout.width);
    else this.row(values, line, layout.places);
  }

  broken(text: string, line: number, reason: string): void {
    if (this.layout === undefined) throw brokenHeader(this.file, reason);
    this.reject(line, '', text, reason);
  }

  /** Blank lines above the header are passed over. */
  private header(values: string[]): void {
    if (values.length === 1 && values[0]?.trim() === '') return;
    this.layout = layoutOf(this.source, values, this.file);
  }

  private ragged(values: string[], line: number, width: number): void {
    const blank = values.length === 1 && values[0] === '';
    const found = `${values.length} value${values.length === 1 ? '' : 's'}`;
    this.reject(
      line,
      '',
      values.join((this.source.from as CsvFile).delimiter),
      blank ? 'is a blank line' : `has ${found}, ${width} expected`,
    );
  }

  private row(values: string[], line: number, places: readonly number[]): void {
    const row: TypedRow = new Array(this.columns.length + 2);
    for (let index = 0; index < this.columns.length; index++) {
      const text = values[places[index] as number] as string;
      const value = this.isGarbled(text) ?? (this.columns[index] as (typeof this.columns)[0]).read(text);
      if (value instanceof Refusal) {
        this.refuse(values, line, places, index, value);
        return;
      }
      row[index] = value;
    }
    row[this.columns.length] = this.file;
    row[this.columns.length + 1] = line;
    this.rows.push(row);
    this.loaded++;
  }

  private isGarbled(text: string): Refusal | undefined {
    if (text.includes('\0')) return NUL;
    return this.suspicious && text.includes('\ufffd') ? WRONG_BYTES : undefined;
  }

  /** One reject for the row: its first fault in full, the other columns at fault by name. */
  private refuse(values: string[], line: number, places: readonly number[], first: number, refusal: Refusal): void {
    const others = this.columns.filter(
      ({ read }, index) => index > first && read(values[places[index] as number] as string) instanceof Refusal,
    );
    const also = others.length === 0 ? '' : ` (also at fault: ${others.map((column) => column.name).join(', ')})`;
    this.reject(line, this.columns[first]?.name ?? '', values[places[first] as number] as string, refusal.reason + also);
  }

  private reject(line: number, column: string, value: string, reason: string): void {
    this.rejects.push({
      file: this.file,
      line,
      column,
      value: value.length > LONGEST_SHOWN && column ? `${value.slice(0, LONGEST_SHOWN)}…` : value,
      reason,
    });
    this.rejected++;
  }
}

const NUL = new Refusal('holds a NUL character');
const WRONG_BYTES = new Refusal("holds bytes that the file's encoding does not have");
