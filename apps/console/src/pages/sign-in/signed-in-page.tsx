/** The sign-in page has led back: on to where somebody wanted to be. */

import { useState } from "react";
import { Redirect } from "wouter";
import { takeWayBack } from "../../session/way-back.ts";

export function SignedInPage() {
  const [path] = useState(takeWayBack);
  return <Redirect to={path} replace />;
}
