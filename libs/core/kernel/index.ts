export { isRealDate } from './date.js';
export { type DateToken, parseDateFormat } from './date-format.js';
export { addDecimals, compareDecimals, formatDecimal, groupThousands, parseDecimal, roundHalfAwayFromZero } from './decimal.js';
export { firstLine, messageOf } from './error-message.js';
export { newId } from './identifier.js';
export { isPeriod, previousYear, sameYearStart, shiftPeriod } from './period.js';
export { Problem } from './problem.js';
export { defuseFormula } from './spreadsheet.js';
export { stableJson } from './stable-json.js';
