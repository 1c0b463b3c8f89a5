/** Keeps a value fresh while somebody can see the page; a hidden page asks nothing. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";

const intervalMilliseconds = 2_000;

export interface Polled<T> {
  value: T | undefined;
  /** What the last attempt met; undefined when it went well. */
  problem: unknown;
  /** Asks now, and again at the usual pace from then on. */
  refresh(): void;
}

export function usePolled<T>(read: (signal: AbortSignal) => Promise<T>): Polled<T> {
  const [state, setState] = useState<{ value: T | undefined; problem: unknown }>({
    value: undefined,
    problem: undefined,
  });
  const poll = useRef<() => void>(() => {});

  useEffect(() => {
    let timer: number | undefined;
    let running = new AbortController();

    async function ask(): Promise<void> {
      window.clearTimeout(timer);
      running.abort();
      const { signal } = (running = new AbortController());
      try {
        const value = await read(signal);
        if (!signal.aborted) setState({ value, problem: undefined });
      } catch (problem) {
        if (!signal.aborted) setState(({ value }) => ({ value, problem }));
      }
      if (!signal.aborted && !document.hidden) timer = window.setTimeout(ask, intervalMilliseconds);
    }

    function whenSeen(): void {
      if (!document.hidden) void ask();
    }

    poll.current = () => void ask();
    void ask();
    document.addEventListener("visibilitychange", whenSeen);
    return () => {
      window.clearTimeout(timer);
      running.abort();
      document.removeEventListener("visibilitychange", whenSeen);
    };
  }, [read]);

  const refresh = useCallback(() => poll.current(), []);
  return { ...state, refresh };
}
