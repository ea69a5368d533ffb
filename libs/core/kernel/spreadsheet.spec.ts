import { defuseFormula } from './spreadsheet.js';

describe('defuseFormula', () => {
  it('puts an apostrophe before whatever a spreadsheet would compute', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '＝1', '－1', '\rx']) expect(defuseFormula(text)).toBe(`'${text}`);
  });

  it('leaves all other text as it is', () => {
    for (const text of ['', 'Harbour', '4000', 'a=b', '#REF!', "'=1"]) expect(defuseFormula(text)).toBe(text);
  });
});
