import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

const LONGEST_LINE = 8192;

/** Reads lines from what a process prints. Of a longer line than 8 KB the rest is left out, so that no output fills the memory. */
export function eachLine(stream: Readable, take: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let line = '';
  let left = 0;
  const flush = () => {
    take(left > 0 ? `${line}… (${left} more characters)` : line);
    line = '';
    left = 0;
  };
  const add = (text: string) => {
    const kept = text.slice(0, LONGEST_LINE - line.length);
    line += kept;
    left += text.length - kept.length;
  };
  stream.on('data', (bytes: Buffer) => {
    const [first = '', ...rest] = decoder.write(bytes).split('\n');
    add(first);
    for (const next of rest) {
      flush();
      add(next);
    }
  });
  stream.on('end', () => {
    if (line !== '') flush();
  });
}

const STACK_FRAME = /^\s+at |^Node\.js v|^\s*\^*\s*$/;
const LINES = 8;
const LONGEST_KEPT = 200;

/** The end of what a process said lately, stack frames left out: the reason of a death. */
export class LastLines {
  private readonly lines: string[] = [];

  add(line: string): void {
    if (STACK_FRAME.test(line)) return;
    this.lines.push(line.slice(0, LONGEST_KEPT));
    if (this.lines.length > LINES) this.lines.shift();
  }

  text(): string {
    return this.lines.join('\n');
  }
}
