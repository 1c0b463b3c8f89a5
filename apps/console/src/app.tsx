/** The whole console: its parts' ground, its addresses, and what is for who is signed in. */
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { Route, Router, Switch } from "wouter";
import { queryClient } from "./api/query-client.ts";
import { appearances } from "./look/appearance.ts";
import { theme } from "./look/theme.ts";
import { SignInPage } from "./pages/sign-in/sign-in-page.tsx";
import { SignedInPage } from "./pages/sign-in/signed-in-page.tsx";
import { SignedIn } from "./session/signed-in.tsx";
import { Shell } from "./shell/shell.tsx";

export function App() {
  return (
    // What Mantine would write into style elements lies in styles/: the page's policy takes no inline style.
    <MantineProvider
      theme={theme}
      withCssVariables={false}
      withGlobalClasses={false}
      colorSchemeManager={appearances}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queryClient}>
        <Router base="/c">
          <Switch>
            <Route path="/sign-in">
              <SignInPage />
            </Route>
            <Route path="/signed-in">
              <SignedInPage />
            </Route>
            <Route>
              <SignedIn>
                <Shell />
              </SignedIn>
            </Route>
          </Switch>
        </Router>
      </QueryClientProvider>
    </MantineProvider>
  );
}
