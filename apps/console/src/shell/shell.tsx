/** Navigation beside the page, on a narrow window above it; and the page that the address names. */
import { Suspense, useMemo, useState } from "react";
import { Link, Route, Switch, useLocation } from "wouter";
import { messages } from "../language/catalogue.ts";
import { NotFoundPage } from "../pages/not-found-page.tsx";
import { Icon } from "../parts/icon.tsx";
import { Loading } from "../parts/loading.tsx";
import { Wordmark } from "../parts/wordmark.tsx";
import { routes } from "../routes.tsx";
import { useMe } from "../session/me.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { LedToContext } from "./led-to.ts";
import { Navigation } from "./navigation.tsx";
import { Teller } from "./tell.tsx";
import { WhoIsIn } from "./who-is-in.tsx";

export function Shell() {
  const [isOpen, open] = useState(false);
  const [path] = useLocation();
  const me = useMe();
  const ledTo = useMemo(
    () =>
      new Map(
        routes.flatMap(({ path: page, nav }) => (nav?.isFor(me) ? [[page, nav.label()] as const] : [])),
      ),
    [me],
  );
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {messages.nav.skip}
      </a>
      {/* No header: the heads of dialogs are, and there is one of a page. */}
      <section className={isOpen ? "side open" : "side"} aria-label={messages.app}>
        <div className="side-head">
          <Link href="/" className="home" aria-label={messages.nav.home}>
            <Wordmark />
          </Link>
          <button
            type="button"
            className="round side-toggle"
            aria-expanded={isOpen}
            aria-label={isOpen ? messages.nav.hide : messages.nav.show}
            onClick={() => open(!isOpen)}
          >
            <Icon name={isOpen ? "cross" : "menu"} />
          </button>
        </div>
        <div className="side-body">
          <Navigation onGo={() => open(false)} />
          <WhoIsIn />
        </div>
      </section>
      <main id="content" tabIndex={-1}>
        <LedToContext value={ledTo}>
          <Teller>
            <ErrorBoundary key={`${path} ${me.user.id}`}>
              <Suspense fallback={<Loading />}>
                <Switch>
                  {routes.map(({ path: pattern, page: RoutePage }) => (
                    <Route key={pattern} path={pattern}>
                      <RoutePage />
                    </Route>
                  ))}
                  <Route>
                    <NotFoundPage />
                  </Route>
                </Switch>
              </Suspense>
            </ErrorBoundary>
          </Teller>
        </LedToContext>
      </main>
    </div>
  );
}
