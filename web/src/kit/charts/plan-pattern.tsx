import { tokens } from '@fluentui/react-components';

export const planFill = (prefix: string): string => `url(#${prefix}-plan)`;

/** A plan is hatched: told from the actual without colour, in every theme and in grey print. */
export function PlanPattern({ prefix }: { prefix: string }) {
  return (
    <svg width="0" height="0" style={{ position: 'absolute' }} aria-hidden focusable="false">
      <defs>
        <pattern id={`${prefix}-plan`} width="6" height="6" patternUnits="userSpaceOnUse">
          <rect width="6" height="6" fill={tokens.colorNeutralBackground1} />
          <path d="M-1,1l2,-2M0,6l6,-6M5,7l2,-2" stroke={tokens.colorNeutralForeground3} strokeWidth="1.5" />
        </pattern>
      </defs>
    </svg>
  );
}
