/** A page that can't be drawn, or whose code can't be had, says so where it would stand; the rest goes on. */
import { Component, type ReactNode } from "react";
import { ConsoleError } from "../api/console-error.ts";
import { Problem } from "../parts/problem.tsx";

export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    // Most often a new version is there, and the page's chunk has gone with the old one: loading anew helps.
    return <Problem error={new ConsoleError("unreadable")} />;
  }
}
