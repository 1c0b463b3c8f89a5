/**
 * That the app belongs on the home screen, and how it gets there. On an iPhone it comes before the activation, since an app on the
 * home screen has storage of its own: a key that was made in Safari stays in Safari.
 */
import { Button, Icon } from "@mtoken/look";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { WayToInstall } from "../install/way-to-install.ts";
import { messages } from "../language/catalogue.ts";

/** What of installing a screen shows. */
export interface ShownInstalling {
  way: WayToInstall;
  install(): Promise<void>;
  /** Whether there are signs that the app was in use on this phone before. */
  usedBefore: boolean;
}

export const InstallContext = createContext<ShownInstalling>({
  ...{ way: "none", install: async () => undefined },
  usedBefore: false,
});

export interface InstallHintProps {
  /** Where the user stands: before an activation, on the way with a link, or with a phone that is activated. */
  at: "welcome" | "link" | "settings";
}

export function InstallHint({ at }: InstallHintProps) {
  const { way, install } = useContext(InstallContext);
  const words = messages.install;
  if (way === "none" || (way === "prompt" && at === "link")) return null;
  // An activated phone may have to be activated anew there, as under iOS; that browser's menus say no more.
  if (way === "menu") return at === "settings" ? null : <MenuHint />;
  return (
    <section class={way === "ios" && at !== "settings" ? "install first" : "install"}>
      <h2>{way === "ios" && at !== "settings" ? words.iosTitle : words.title}</h2>
      {way === "ios" ? (
        <>
          <p>{words.ios[at]}</p>
          <ol class="steps">
            <li>
              <span>
                <Icon name="share" /> {words.iosShare}
              </span>
            </li>
            <li>
              <span>
                <Icon name="add" /> {words.iosAdd}
              </span>
            </li>
            <li>
              <span>
                <Icon name="device" /> {words.iosOpen}
              </span>
            </li>
          </ol>
        </>
      ) : (
        <>
          <p>{words.text}</p>
          <Button icon="save" onPress={() => void install()}>
            {words.go}
          </Button>
        </>
      )}
    </section>
  );
}

/** Where the browser has a menu of its own for it, whichever that is. */
function MenuHint() {
  const words = messages.install;
  return (
    <section class="install first">
      <h2>{words.iosTitle}</h2>
      <p>{words.menuFirst}</p>
      <p>
        <Icon name="add" /> {words.menu}
      </p>
    </section>
  );
}
