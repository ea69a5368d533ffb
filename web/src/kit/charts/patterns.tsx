import { tokens } from '@fluentui/react-components';

/** Fills that tell parts apart without colour: for high contrast, where parts share one colour. */
const SHAPES = [
  (colour: string) => <rect width="8" height="8" fill={colour} />,
  (colour: string) => <path d="M-2,2l4,-4M0,8l8,-8M6,10l4,-4" stroke={colour} strokeWidth="2" />,
  (colour: string) => <circle cx="4" cy="4" r="2" fill={colour} />,
  (colour: string) => <path d="M0,4h8" stroke={colour} strokeWidth="3" />,
  (colour: string) => <path d="M0,0h8M0,0v8" stroke={colour} strokeWidth="2" />,
  (colour: string) => <path d="M-2,6l4,4M0,0l8,8M6,-2l4,4" stroke={colour} strokeWidth="2" />,
] as const;

export const patternId = (prefix: string, index: number): string => `${prefix}-pattern-${index % SHAPES.length}`;

export function Patterns({ prefix, colours }: { prefix: string; colours: readonly string[] }) {
  return (
    <defs>
      {colours.map((colour, index) => (
        <pattern key={patternId(prefix, index)} id={patternId(prefix, index)} width="8" height="8" patternUnits="userSpaceOnUse">
          <rect width="8" height="8" fill={tokens.colorNeutralBackground1} />
          {SHAPES[index % SHAPES.length]?.(colour)}
        </pattern>
      ))}
    </defs>
  );
}
