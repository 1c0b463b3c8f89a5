/** For the tests of whoever stands on the device: a phone with a server of its own, and what goes wrong between the two. */
export { isCall, isMessage1, isMessage3, loseAnswers, loseMessages } from "./test-faults.ts";
export { activatedPhone, mpin, otherMpin, restarted, type TestPhone } from "./test-phone.ts";
export { ask, frame } from "./test-requests.ts";
