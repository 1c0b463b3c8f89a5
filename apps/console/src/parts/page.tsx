/** A page's head and what stands under it. The heading takes the focus when its page takes the place of another. */
import { type ReactNode, useEffect, useRef } from "react";
import { messages } from "../language/catalogue.ts";
import { Told } from "../shell/tell.tsx";

let isFirst = true;

export interface PageProps {
  title: string;
  /** One sentence under the title. */
  lead?: ReactNode;
  /** What can be done here: buttons. */
  actions?: ReactNode;
  /** Where the page has a field that everybody comes for, that one takes the focus itself. */
  ownFocus?: boolean;
  children: ReactNode;
}

export function Page({ title, lead, actions, ownFocus = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirst && !ownFocus) heading.current?.focus({ preventScroll: true });
    if (!isFirst) scrollTo(0, 0);
    isFirst = false;
  }, [ownFocus]);
  return (
    <article className="page-body">
      <title>{messages.titleOf({ page: title })}</title>
      <div>
        <header className="page-head">
          <div>
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {lead !== undefined && <p className="quiet">{lead}</p>}
          </div>
          {actions !== undefined && <div className="page-actions">{actions}</div>}
        </header>
        <Told />
      </div>
      {children}
    </article>
  );
}
