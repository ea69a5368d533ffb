/** Follows the file in which executor processes write down what they start. */
import { closeSync, openSync, readSync } from 'node:fs';

const LOOK_EVERY_MS = 5;

/** Calls with each line, as it comes; the answer stops it. @param {string} file @param {(start: any) => void} tell */
export function follow(file, tell) {
  const handle = openSync(file, 'a+');
  const part = Buffer.alloc(65_536);
  let [position, rest] = [0, ''];
  const timer = setInterval(() => {
    for (let read = readSync(handle, part, 0, part.length, position); read > 0; read = readSync(handle, part, 0, part.length, position)) {
      position += read;
      const lines = (rest + part.toString('utf8', 0, read)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) tell(JSON.parse(line));
    }
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    closeSync(handle);
  };
}
