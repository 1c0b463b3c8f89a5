/** What a notice says. The same words stand in the phone's inbox and in mails. */
export { computerName } from "./computer-name.ts";
export { type NoticeTexts, noticeText } from "./notice-text.ts";
