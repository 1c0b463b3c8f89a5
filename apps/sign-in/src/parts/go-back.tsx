/** The way back to where the reader came from, for when the page does not know the portal; a window of its own has none. */
import { Button } from "@mtoken/look";
import { messages } from "../language/catalogue.ts";

export function GoBack() {
  if (history.length < 2) return null;
  return <Button onPress={() => history.back()}>{messages.goBack}</Button>;
}
