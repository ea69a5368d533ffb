/** The chart of accounts, one account a line: number, title, type, category, statement line, what it controls. */
export interface Account {
  readonly account: string;
  readonly title: string;
  readonly type: 'Asset' | 'Liability' | 'Equity' | 'Revenue' | 'Expense' | 'Statistical';
  readonly category: string;
  readonly statementLine: string;
  readonly controlOf: string;
  readonly normalSide: 'debit' | 'credit';
}

const CHART = `
1010 Operating bank account|Asset|Assets|Cash|Cash
1050 Petty cash|Asset|Assets|Cash|Cash
1100 Accounts receivable|Asset|Assets|Receivables|AR
1110 Retainage receivable|Asset|Assets|Receivables|Retainage
1190 Allowance for doubtful accounts|Asset|Assets|Receivables|
1200 Materials inventory|Asset|Assets|Inventory|Inventory
1300 Prepaid insurance|Asset|Assets|Prepaid expenses|
1500 Land and yard|Asset|Assets|Property and equipment|
1510 Buildings|Asset|Assets|Property and equipment|
1520 Trucks and trailers|Asset|Assets|Property and equipment|
1530 Mowers and equipment|Asset|Assets|Property and equipment|
1540 Snow equipment|Asset|Assets|Property and equipment|
1590 Accumulated depreciation|Asset|Assets|Property and equipment|
2010 Accounts payable|Liability|Liabilities|Payables|AP
2110 Payroll taxes payable|Liability|Liabilities|Accrued payroll|Accrued payroll
2120 Workers compensation payable|Liability|Liabilities|Accrued payroll|Accrued payroll
2130 Benefits payable|Liability|Liabilities|Accrued payroll|Accrued payroll
2200 Sales tax payable|Liability|Liabilities|Taxes payable|
2400 Income tax payable|Liability|Liabilities|Taxes payable|
2600 Equipment loans|Liability|Liabilities|Debt|
2610 Mortgage|Liability|Liabilities|Debt|
3010 Common stock|Equity|Equity|Stock|
3100 Retained earnings|Equity|Equity|Retained earnings|
3200 Owner distributions|Equity|Equity|Distributions|
4010 Maintenance contracts|Revenue|Revenue|Maintenance revenue|
4020 Extra visits|Revenue|Revenue|Maintenance revenue|
4030 Turf applications|Revenue|Revenue|Maintenance revenue|
4110 Enhancement projects|Revenue|Revenue|Enhancement revenue|
4120 Seasonal color|Revenue|Revenue|Enhancement revenue|
4130 Mulch installation|Revenue|Revenue|Enhancement revenue|
4210 Design fees|Revenue|Revenue|Design-build revenue|
4220 Hardscape construction|Revenue|Revenue|Design-build revenue|
4230 Planting construction|Revenue|Revenue|Design-build revenue|
4310 Irrigation installation|Revenue|Revenue|Irrigation revenue|
4320 Irrigation service|Revenue|Revenue|Irrigation revenue|
4410 Tree pruning and removal|Revenue|Revenue|Tree care revenue|
4420 Plant health care|Revenue|Revenue|Tree care revenue|
4510 Snow seasonal contracts|Revenue|Revenue|Snow and ice revenue|
4520 Snow per push|Revenue|Revenue|Snow and ice revenue|
4530 De-icing applications|Revenue|Revenue|Snow and ice revenue|
4900 Discounts and credits|Revenue|Revenue|Discounts and credits|
5010 Field wages|Expense|Direct labor|Direct labor|
5020 Field overtime|Expense|Direct labor|Direct labor|
5110 Payroll taxes, field|Expense|Burden|Burden|
5120 Workers compensation|Expense|Burden|Burden|
5130 Benefits, field|Expense|Burden|Burden|
5210 Plants and trees|Expense|Materials|Materials|
5220 Hardscape materials|Expense|Materials|Materials|
5230 Mulch and soil|Expense|Materials|Materials|
5240 Irrigation parts|Expense|Materials|Materials|
5250 Salt and de-icer|Expense|Materials|Materials|
5260 Fertilizer and chemicals|Expense|Materials|Materials|
5310 Construction subcontractors|Expense|Subcontractors|Subcontractors|
5320 Service subcontractors|Expense|Subcontractors|Subcontractors|
5410 Fuel|Expense|Equipment|Equipment|
5420 Equipment repair|Expense|Equipment|Equipment|
5430 Equipment rental|Expense|Equipment|Equipment|
5440 Equipment depreciation|Expense|Equipment|Equipment|
5510 Disposal and dump fees|Expense|Other direct|Other direct|
5520 Permits and small tools|Expense|Other direct|Other direct|
6010 Supervisor salaries|Expense|Field overhead|Field overhead|
6020 Shop wages|Expense|Field overhead|Field overhead|
6030 Yard rent|Expense|Field overhead|Field overhead|
6040 Vehicle insurance|Expense|Field overhead|Field overhead|
6050 Uniforms and safety|Expense|Field overhead|Field overhead|
6060 Training|Expense|Field overhead|Field overhead|
7010 Office salaries|Expense|General and administrative|Office payroll|
7020 Payroll taxes, office|Expense|General and administrative|Office payroll|
7030 Health insurance, office|Expense|General and administrative|Office payroll|
7110 Office rent|Expense|General and administrative|Occupancy|
7120 Utilities|Expense|General and administrative|Occupancy|
7130 Telephone and internet|Expense|General and administrative|Office cost|
7140 Software|Expense|General and administrative|Office cost|
7150 Office supplies|Expense|General and administrative|Office cost|
7210 Advertising|Expense|General and administrative|Selling|
7220 Sales commissions|Expense|General and administrative|Selling|
7310 Legal and accounting|Expense|General and administrative|Professional fees|
7320 Liability insurance|Expense|General and administrative|Insurance|
7330 Bank and card fees|Expense|General and administrative|Office cost|
7410 Bad debt|Expense|General and administrative|Bad debt|
7420 Office depreciation|Expense|General and administrative|Depreciation|
8010 Interest income|Revenue|Other income and expense|Interest|
8020 Interest expense|Expense|Other income and expense|Interest|
8910 Income tax|Expense|Tax|Income tax|
9010 Head count|Statistical|Statistical|Statistical|`;

/** Accounts that stand on the other side than their type says. */
const CONTRA = new Set(['1190', '1590', '3200', '4900']);
const DEBIT = new Set(['Asset', 'Expense', 'Statistical']);

function account(line: string): Account {
  const [name = '', type = '', category = '', statementLine = '', controlOf = ''] = line.split('|');
  const number = name.slice(0, 4);
  return {
    account: number,
    title: name.slice(5),
    type: type as Account['type'],
    category,
    statementLine,
    controlOf,
    normalSide: DEBIT.has(type) !== CONTRA.has(number) ? 'debit' : 'credit',
  };
}

export const ACCOUNTS: readonly Account[] = CHART.trim().split('\n').map(account);
const byNumber = new Map(ACCOUNTS.map((a) => [a.account, a]));
/** The account with this number; a wrong number is a mistake in this folder. */
export function accountOf(number: string): Account {
  const found = byNumber.get(number);
  if (!found) throw new RangeError(`Greenfield has no account ${number}`);
  return found;
}
/** Whether an account belongs to the income statement. */
export const isIncome = (number: string): boolean => ['Revenue', 'Expense'].includes(accountOf(number).type);
