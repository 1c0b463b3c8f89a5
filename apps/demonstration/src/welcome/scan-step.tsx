/** Step 3: the phone looks at the portal's window. */
import { messages } from "./messages.ts";
import type { StepProps } from "./steps.tsx";

export function ScanStep({ cast, done }: StepProps) {
  const texts = messages.scan;
  return (
    <>
      <p>{done ? texts.finished : texts.text}</p>
      <ol class="steps">
        {texts.items(new URL(cast.portal).origin).map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ol>
      <p class="quiet">{texts.otherwise}</p>
    </>
  );
}
