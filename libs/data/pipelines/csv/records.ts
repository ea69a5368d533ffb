import type { CsvFile } from '#core/kit';

/** Longest record that is read, in characters: a file without line ends, or a quote that never closes, must not fill the memory. */
export const LONGEST_RECORD = 1_000_000;
/** Longest text of a broken line that is kept to be shown. */
const LONGEST_SHOWN = 2_000;
const TOO_LONG = 'the line is longer than 1,000,000 characters';
const NEVER_CLOSES = 'a quote opens a value and does not close within 1,000,000 characters';

/** Who takes the records of one file, in order. `line` is the physical line (from 1) on which the record starts. */
export interface RecordTaker {
  record(values: string[], line: number): void;
  /** Text that is no record: counted as one, never skipped in silence. */
  broken(text: string, line: number, reason: string): void;
}

/**
 * Splits text that arrives in pieces into records, whatever mix of LF, CRLF and CR ends its lines.
 *
 * A quote that opens a value and closes nowhere, or closes in the middle of a value, breaks only the line it stands on:
 * reading goes on with the next line, so that one stray quote never swallows the good lines behind it.
 * Blank lines at the end of the file are no records; elsewhere a blank line is a record with one empty value.
 */
export class RecordSplitter {
  private buffer = '';
  private at = 0;
  private line = 1;
  private blanks = 0;
  private skipping = false;
  private readonly lineFeeds = new Finder('\n');
  private readonly returns = new Finder('\r');
  private readonly delimiters: Finder;
  private readonly quotes: Finder;
  private readonly delimiter: string;
  private readonly quote: string | null;
  private readonly trim: boolean;

  constructor(
    dialect: Pick<CsvFile, 'delimiter' | 'quote' | 'trim'>,
    private readonly taker: RecordTaker,
  ) {
    this.delimiter = dialect.delimiter;
    this.quote = dialect.quote;
    this.trim = dialect.trim;
    this.delimiters = new Finder(dialect.delimiter);
    this.quotes = new Finder(dialect.quote);
  }

  /** Takes the next piece of the text; records that are complete are handed over before it returns. */
  push(text: string): void {
    this.buffer = this.at === this.buffer.length ? text : this.buffer.slice(this.at) + text;
    this.at = 0;
    for (const finder of [this.lineFeeds, this.returns, this.delimiters, this.quotes]) finder.search(this.buffer);
    this.scan(false);
  }

  /** Says that no more text comes; hands over what is left. */
  end(): void {
    this.scan(true);
  }

  private scan(final: boolean): void {
    while (this.at < this.buffer.length) {
      const end = this.lineEnd(this.at);
      if (!final && !this.isComplete(end)) {
        this.postpone();
        return;
      }
      if (this.skipping) this.finishSkipping(end);
      else if (this.quotes.next(this.at) >= end) this.plain(end);
      else if (!this.quoted(end, final)) return;
    }
  }

  /** An unfinished line waits for more text, unless it is already longer than any record may be. */
  private postpone(): void {
    if (this.buffer.length - this.at <= LONGEST_RECORD && !this.skipping) return;
    if (!this.skipping) this.broken(this.buffer.length, TOO_LONG);
    this.skipping = true;
    // A return at the very end may be the first half of a CRLF: it stays.
    this.at = this.buffer.endsWith('\r') ? this.buffer.length - 1 : this.buffer.length;
  }

  private finishSkipping(end: number): void {
    this.skipping = false;
    this.advance(end, 1);
  }

  private plain(end: number): void {
    if (end - this.at > LONGEST_RECORD) this.broken(end, TOO_LONG);
    else {
      const text = this.buffer.slice(this.at, end);
      // The last line of files written under DOS is a lone control-Z.
      if (text === '' || text === '\x1a') this.blanks++;
      else this.hand(this.trim ? text.split(this.delimiter).map(trimmed) : text.split(this.delimiter));
    }
    this.advance(end, 1);
  }

  /** A line with a quote in it; false when the record may go on in text that has not come yet. */
  private quoted(lineEnd: number, final: boolean): boolean {
    const values: string[] = [];
    const end = this.fields(values, final);
    if (typeof end === 'number') {
      this.hand(values);
      this.advance(end, end > lineEnd ? lineBreaks(this.buffer.slice(this.at, end)) + 1 : 1);
      return true;
    }
    if (end === 'open' && !final && this.buffer.length - this.at <= LONGEST_RECORD) return false;
    this.broken(lineEnd, end === 'open' ? NEVER_CLOSES : 'text follows a closing quote');
    this.advance(lineEnd, 1);
    return true;
  }

  /** Reads the values of a record from where it starts; gives the end of its line, or why there is none. */
  private fields(values: string[], final: boolean): number | 'open' | 'garbled' {
    let at = this.at;
    for (;;) {
      const opening = this.openingQuote(at);
      const next = opening === -1 ? this.bare(values, at) : this.enclosed(values, opening + 1, final);
      if (typeof next === 'string') return next;
      if (next - this.at > LONGEST_RECORD) return 'open';
      if (!this.buffer.startsWith(this.delimiter, next)) return final || this.isComplete(next) ? next : 'open';
      at = next + this.delimiter.length;
    }
  }

  /** Where the quote stands that opens the value at `at`, or -1; with `trim`, blanks may stand before it. */
  private openingQuote(at: number): number {
    let start = at;
    if (this.trim) while (this.buffer[start] === ' ' || this.buffer[start] === '\t') start++;
    return this.buffer[start] === this.quote ? start : -1;
  }

  private bare(values: string[], at: number): number {
    const end = Math.min(this.lineEnd(at), this.delimiters.next(at));
    const text = this.buffer.slice(at, end);
    values.push(this.trim ? trimmed(text) : text);
    return end;
  }

  private enclosed(values: string[], start: number, final: boolean): number | 'open' | 'garbled' {
    const quote = this.quote as string;
    let close = this.buffer.indexOf(quote, start);
    let doubled = false;
    while (close !== -1 && this.buffer[close + 1] === quote) {
      doubled = true;
      close = this.buffer.indexOf(quote, close + 2);
    }
    if (close === -1 || (close + 1 === this.buffer.length && !final)) return 'open';
    const text = this.buffer.slice(start, close);
    const value = doubled ? text.replaceAll(quote + quote, quote) : text;
    values.push(this.trim ? trimmed(value) : value);
    return this.afterQuote(close + 1);
  }

  private afterQuote(at: number): number | 'garbled' {
    let next = at;
    if (this.trim) while (this.buffer[next] === ' ') next++;
    const ends = next === this.buffer.length || this.buffer[next] === '\n' || this.buffer[next] === '\r';
    return ends || this.buffer.startsWith(this.delimiter, next) ? next : 'garbled';
  }

  private hand(values: string[]): void {
    this.handBlanks();
    this.taker.record(values, this.line);
  }

  private broken(end: number, reason: string): void {
    this.handBlanks();
    this.taker.broken(this.buffer.slice(this.at, Math.min(end, this.at + LONGEST_SHOWN)), this.line, reason);
  }

  private handBlanks(): void {
    for (; this.blanks > 0; this.blanks--) this.taker.record([''], this.line - this.blanks);
  }

  private lineEnd(at: number): number {
    return Math.min(this.lineFeeds.next(at), this.returns.next(at), this.buffer.length);
  }

  private isComplete(end: number): boolean {
    return end < this.buffer.length && !(end + 1 === this.buffer.length && this.buffer[end] === '\r');
  }

  private advance(end: number, lines: number): void {
    const crlf = this.buffer[end] === '\r' && this.buffer[end + 1] === '\n';
    this.at = Math.min(end + (crlf ? 2 : 1), this.buffer.length);
    this.line += lines;
  }
}

/** Finds a text from a place on, and remembers it: a buffer without the text is searched once, not once for every line. */
class Finder {
  private buffer = '';
  private from = 0;
  private found = -1;

  constructor(private readonly text: string | null) {}

  search(buffer: string): void {
    this.buffer = buffer;
    this.from = 0;
    this.found = -1;
  }

  next(at: number): number {
    if (at >= this.from && at <= this.found) return this.found;
    const index = this.text === null ? -1 : this.buffer.indexOf(this.text, at);
    this.from = at;
    this.found = index === -1 ? Number.POSITIVE_INFINITY : index;
    return this.found;
  }
}

const trimmed = (text: string): string => text.trim();
const lineBreaks = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;
