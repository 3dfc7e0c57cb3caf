import type { ComponentChildren } from "preact";

interface StepProps {
  /** Whether there is nowhere to step to. */
  readonly isAtEnd: boolean;
  readonly onStep: () => void;
  readonly children: ComponentChildren;
}

/** A button that steps on or back. At the end it stays where it is: a keyboard keeps its place. */
export function StepButton({ isAtEnd, onStep, children }: StepProps) {
  return (
    <button type="button" aria-disabled={isAtEnd} onClick={() => isAtEnd || onStep()}>
      {children}
    </button>
  );
}
