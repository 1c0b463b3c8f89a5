/** What came of an act, said once above the page where it was done, and read out; it goes with the page. */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { useLocation } from "wouter";
import { messages } from "../language/catalogue.ts";
import { Icon } from "../parts/icon.tsx";

interface Telling {
  told: string | undefined;
  tell(sentence: string | undefined): void;
}

const TellContext = createContext<Telling>({ told: undefined, tell: () => undefined });

export function Teller({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState<{ sentence: string | undefined; at: string }>();
  const [path] = useLocation();
  // Where an act leads to another page it is said there.
  const tell = useCallback(
    (sentence: string | undefined) => setSaid({ sentence, at: location.pathname }),
    [],
  );
  const told = said?.at === `/c${path}` ? said.sentence : undefined;
  const telling = useMemo(() => ({ told, tell }), [told, tell]);
  return <TellContext value={telling}>{children}</TellContext>;
}

/** Says an outcome, such as “Anna Jansen’s phone is deactivated”. */
export function useTell(): (sentence: string | undefined) => void {
  return useContext(TellContext).tell;
}

export function Told() {
  const { told, tell } = useContext(TellContext);
  return (
    <div role="status">
      {told !== undefined && (
        <div className="notice good told">
          <Icon name="check" />
          <p>{told}</p>
          <button type="button" className="round" aria-label={messages.close} onClick={() => tell(undefined)}>
            <Icon name="cross" />
          </button>
        </div>
      )}
    </div>
  );
}
