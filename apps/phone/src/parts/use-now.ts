/** The present, in milliseconds since 1970, renewed while a component shows it. */
import { useEffect, useState } from "preact/hooks";

export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
