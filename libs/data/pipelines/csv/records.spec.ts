import { parse } from 'csv-parse/sync';
import { LONGEST_RECORD, RecordSplitter } from './records.js';

type Taken = { line: number; values?: string[]; broken?: string; text?: string };

function split(text: string, o: { delimiter?: string; quote?: string | null; trim?: boolean; pieces?: number } = {}): Taken[] {
  const taken: Taken[] = [];
  const splitter = new RecordSplitter(
    { delimiter: o.delimiter ?? ',', quote: o.quote === undefined ? '"' : o.quote, trim: o.trim ?? false },
    {
      record: (values, line) => taken.push({ line, values }),
      broken: (text, line, broken) => taken.push({ line, broken, text }),
    },
  );
  const size = o.pieces ?? text.length;
  for (let at = 0; at < text.length; at += size) splitter.push(text.slice(at, at + size));
  splitter.end();
  return taken;
}
const values = (text: string, o?: Parameters<typeof split>[1]) => split(text, o).map((t) => t.values ?? t.broken);

/** A small generator with a seed: the same texts on every run. */
function random(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

describe('splitting text into records', () => {
  it('reads lines that end in LF, CRLF or CR, mixed in one file, with or without a last one', () => {
    expect(split('a,b\nc,d\r\ne,f\rg,h')).toEqual([
      { line: 1, values: ['a', 'b'] },
      { line: 2, values: ['c', 'd'] },
      { line: 3, values: ['e', 'f'] },
      { line: 4, values: ['g', 'h'] },
    ]);
  });

  it('keeps delimiters, line ends and doubled quotes inside quotes, and counts the lines they take', () => {
    expect(split('"a,1","say ""hi""\r\nto\nall"\nx,""\n')).toEqual([
      { line: 1, values: ['a,1', 'say "hi"\r\nto\nall'] },
      { line: 4, values: ['x', ''] },
    ]);
  });

  it('takes a quote in the middle of a bare value as it stands', () => {
    expect(values('5" pipe,2\n')).toEqual([['5" pipe', '2']]);
  });

  it('ignores blank lines at the end, also a control-Z, and hands over those in between', () => {
    expect(split('a\n\nb\n\r\n\n')).toEqual([
      { line: 1, values: ['a'] },
      { line: 2, values: [''] },
      { line: 3, values: ['b'] },
    ]);
    expect(values('a\n\x1a')).toEqual([['a']]);
    expect(values('a\n""\n')).toEqual([['a'], ['']]);
  });

  it('breaks only the line of a quote that never closes, and reads on', () => {
    expect(split('1,a\n2,"b\n3,c\n4,d\n')).toEqual([
      { line: 1, values: ['1', 'a'] },
      { line: 2, broken: 'a quote opens a value and does not close within 1,000,000 characters', text: '2,"b' },
      { line: 3, values: ['3', 'c'] },
      { line: 4, values: ['4', 'd'] },
    ]);
  });

  it('breaks only the line of a stray quote that a later one seems to close', () => {
    const taken = split('1,"b\n2,"c"\n3,d\n');
    expect(taken.map((t) => t.broken ?? t.values)).toEqual(['text follows a closing quote', ['2', 'c'], ['3', 'd']]);
    expect(taken.map((t) => t.line)).toEqual([1, 2, 3]);
  });

  it('trims where asked, around quotes as well as inside them', () => {
    expect(values(' a , "b " ,\tc\n', { trim: true })).toEqual([['a', 'b', 'c']]);
    expect(values(' a , b\n')).toEqual([[' a ', ' b']]);
  });

  it('reads quotes as text where none are declared, and other quotes and delimiters where they are', () => {
    expect(values('"a"|b\n', { delimiter: '|', quote: null })).toEqual([['"a"', 'b']]);
    expect(values("'a;1';b\n", { delimiter: ';', quote: "'" })).toEqual([['a;1', 'b']]);
  });

  it('breaks a line that is too long, keeps only its beginning, and reads on', () => {
    const taken = split(`1,a\n${'x'.repeat(3 * LONGEST_RECORD)}\r\n2,b\n`, { pieces: 50_000 });
    expect(taken.map((t) => t.broken ?? t.values)).toEqual([['1', 'a'], 'the line is longer than 1,000,000 characters', ['2', 'b']]);
    expect(taken[1]?.text?.length).toBeLessThan(10_000);
    expect(taken[2]?.line).toBe(3);
  });

  it('breaks a quote that stays open too long without losing a line behind it', () => {
    const lines = 30_000;
    const text = `0,"open\n${Array.from({ length: lines }, (_, i) => `${i},${'y'.repeat(100)}\n`).join('')}`;
    const taken = split(text, { pieces: 50_000 });
    expect(taken).toHaveLength(lines + 1);
    expect(taken.filter((t) => t.broken)).toHaveLength(1);
    expect(taken.at(-1)).toMatchObject({ line: lines + 1, values: [`${lines - 1}`, 'y'.repeat(100)] });
  });

  it('gives the same records whatever pieces the text arrives in', () => {
    const texts = ['a,"b\r\nc""d"\r\n\r\n1,2\r3,"x', '"a"\r\n"b"x\r\n\n\nc', 'k,"v ""q"" w"\n,\n"",""\n'];
    for (const text of texts) {
      const whole = split(text);
      for (let pieces = 1; pieces <= text.length; pieces++) expect(split(text, { pieces })).toEqual(whole);
    }
  });

  it('agrees with csv-parse on well-formed text', () => {
    const next = random(7);
    const letters = ['a', 'ü', ' ', ',', '"', '\n', '\r\n', '5', ''];
    for (let round = 0; round < 200; round++) {
      const rows = Array.from({ length: 1 + next(8) }, () =>
        Array.from({ length: 2 + next(3) }, () => Array.from({ length: next(5) }, () => letters[next(letters.length)]).join('')),
      );
      const written = rows.map((row) =>
        row.map((v) => (/[",\r\n]/.test(v) || next(3) === 0 ? `"${v.replaceAll('"', '""')}"` : v)).join(','),
      );
      const text = written.join(next(2) ? '\n' : '\r\n');
      const options = { relax_column_count: true, record_delimiter: ['\r\n', '\n'] };
      expect(values(text, { pieces: 1 + next(7) })).toEqual(parse(text, options));
      expect(values(text)).toEqual(rows);
    }
  });
});
