/** That the server can't be reached: what that means, and that it goes on by itself. Shown where nothing else would say so. */
import { Button, Notice } from "@mtoken/look";
import { createContext } from "preact";
import { useContext, useState } from "preact/hooks";
import { messages } from "../language/catalogue.ts";

/** What of the connection a screen shows. */
export interface ShownConnection {
  isOffline: boolean;
  check(): Promise<unknown>;
}

export const ConnectionContext = createContext<ShownConnection>({
  isOffline: false,
  check: async () => undefined,
});

export function OfflineNotice({ children }: { children: string }) {
  const connection = useContext(ConnectionContext);
  const [asking, setAsking] = useState(false);
  const check = async (): Promise<void> => {
    setAsking(true);
    await connection.check();
    setAsking(false);
  };
  return (
    <div class="offline" aria-live="polite">
      {connection.isOffline && (
        <>
          <Notice tone="warn" title={messages.offline.title}>
            {children}
          </Notice>
          <Button disabled={asking} onPress={() => void check()}>
            {messages.tryAgain}
          </Button>
        </>
      )}
    </div>
  );
}
