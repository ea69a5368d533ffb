/** What a spreadsheet takes for the start of a formula, also in full width and behind white space. */
const FORMULA = /^(\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/;

/** The text with an apostrophe in front where a spreadsheet that opens it would compute it. Numbers are the caller's to tell. */
export const defuseFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);
