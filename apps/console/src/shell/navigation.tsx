/** The pages that somebody of this role is led to. */
import { Link, useLocation } from "wouter";
import { messages } from "../language/catalogue.ts";
import { Icon } from "../parts/icon.tsx";
import { routes } from "../routes.tsx";
import { useMe } from "../session/me.tsx";

export function Navigation({ onGo }: { onGo(): void }) {
  const me = useMe();
  const [path] = useLocation();
  return (
    <nav aria-label={messages.nav.label}>
      <ul>
        {routes.flatMap(({ path: href, nav }) => {
          if (nav === undefined || !nav.isFor(me)) return [];
          const isHere = href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
          return [
            <li key={href}>
              <Link href={href} aria-current={isHere ? "page" : undefined} onClick={onGo}>
                <Icon name={nav.icon} />
                {nav.label()}
              </Link>
            </li>,
          ];
        })}
      </ul>
    </nav>
  );
}
