/** The time in milliseconds, renewed as often as a text that counts minutes needs. */
import { useEffect, useState } from "preact/hooks";

const intervalMilliseconds = 10_000;

export function useNow(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), intervalMilliseconds);
    return () => clearInterval(timer);
  }, []);
  return now;
}
