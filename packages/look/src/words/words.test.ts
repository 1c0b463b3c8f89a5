import { describe, expect, it } from "vitest";
import { momentText, timeAgoText, timeLeftText } from "./time-text.ts";

describe("the time that is left", () => {
  const now = Date.UTC(2025, 2, 3, 12);
  it.each([
    [-5, null],
    [59, null],
    [119, "1 minute"],
    [4 * 60, "4 minutes"],
    [2 * 3600, "120 minutes"],
    [2 * 3600 + 1, "2 hours"],
    [23 * 3600 + 59 * 60 + 40, "24 hours"],
    [47 * 3600, "47 hours"],
    [47.9 * 3600, "2 days"],
    [7 * 86_400 - 1, "7 days"],
  ])("after %d seconds is %s", (seconds, text) => {
    expect(timeLeftText(now / 1000 + seconds, now)).toBe(text);
  });

  it.each([
    ["pl-PL", 4, "4 minuty"],
    ["uk-UA", 5, "5 хвилин"],
    ["ar-u-nu-latn", 2, "دقيقتان"],
    ["hu-HU", 1, "1 perc"],
  ])("is counted as %s does", (locale, minutes, text) => {
    expect(timeLeftText(now / 1000 + minutes * 60, now, locale)).toBe(text);
  });
});

describe("how long ago something was", () => {
  const now = new Date(2025, 2, 4, 9).getTime();
  it.each([
    [-30, "now"],
    [59, "now"],
    [60, "1 minute ago"],
    [3599, "59 minutes ago"],
    [3600, "1 hour ago"],
    [24 * 3600 - 1, "23 hours ago"],
    [24 * 3600, "yesterday"],
    [33 * 3600 + 1, "2 days ago"],
    [30 * 86_400, "30 days ago"],
  ])("of %d seconds is %s", (seconds, text) => {
    expect(timeAgoText(now / 1000 - seconds, now)).toBe(text);
  });

  it.each([
    ["de-DE", 33 * 3600 + 1, "vorgestern"],
    ["pl-PL", 240, "4 minuty temu"],
    ["uk-UA", 0, "зараз"],
    ["ar-u-nu-latn", 120, "قبل دقيقتين"],
    ["zh-CN", 7200, "2小时前"],
  ])("is said as %s does", (locale, seconds, text) => {
    expect(timeAgoText(now / 1000 - seconds, now, locale)).toBe(text);
  });
});

describe("a moment", () => {
  it("of another day names the day", () => {
    const now = new Date(2025, 2, 4, 9).getTime();
    expect(momentText(new Date(2025, 2, 3, 14, 32).getTime() / 1000, now)).toBe("3 March at 14:32");
    expect(momentText(new Date(2025, 2, 4, 8, 5).getTime() / 1000, now)).toBe("08:05");
  });

  it("of another year names the year", () => {
    const moment = new Date(2024, 11, 31, 14, 32).getTime() / 1000;
    expect(momentText(moment, new Date(2025, 0, 1, 9).getTime())).toBe("31 December 2024 at 14:32");
  });

  it.each([
    ["nl-NL", "3 maart om 14:32"],
    ["de-AT", "3. März um 14:32"],
    ["cs-CZ", "3. března v 14:32"],
    ["zh-CN", "3月3日 14:32"],
    ["en-US", "March 3 at 2:32\u00a0PM"],
  ])("is written as %s has it, its time on one line", (locale, text) => {
    const now = new Date(2025, 2, 4, 9).getTime();
    expect(momentText(new Date(2025, 2, 3, 14, 32).getTime() / 1000, now, locale)).toBe(text);
  });
});
