/** Greenfield Landscaping: where it works, what it sells, what that costs. Ratios are shares of revenue. */
export interface Branch {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  /** Share of the company's revenue. */
  readonly share: number;
  /** How much harder its winters are. */
  readonly winter: number;
}

export interface Division {
  readonly code: string;
  readonly name: string;
  readonly kind: 'Recurring' | 'Project' | 'Seasonal' | 'Overhead';
  /** Planned revenue of 2024 in dollars. */
  readonly revenue: number;
  /** How a year's revenue falls on its months. */
  readonly months: readonly number[];
  /** Revenue accounts with their share. */
  readonly services: readonly (readonly [account: string, share: number])[];
  /** Size of a usual invoice in dollars. */
  readonly invoice: number;
  readonly labor: number;
  /** Materials and subcontractors with their ratio. */
  readonly bought: readonly (readonly [account: string, ratio: number])[];
  /** Sales tax is charged. */
  readonly taxed: boolean;
  /** Part of each invoice that the customer holds back until the work is accepted. */
  readonly retainage: number;
}

export const BRANCHES: readonly Branch[] = [
  { code: '10', name: 'North', region: 'Upstate', share: 0.31, winter: 1.25 },
  { code: '20', name: 'South', region: 'Coast', share: 0.27, winter: 0.7 },
  { code: '30', name: 'Harbour', region: 'Coast', share: 0.23, winter: 0.85 },
  { code: '40', name: 'Lakeside', region: 'Upstate', share: 0.19, winter: 1.3 },
];

export const OVERHEAD = 'OVH';
export const DIVISIONS: readonly Division[] = [
  {
    code: 'MNT',
    name: 'Maintenance',
    kind: 'Recurring',
    revenue: 8_400_000,
    months: [4, 4, 6, 9, 11, 11, 11, 11, 10, 10, 8, 5],
    services: [
      ['4010', 0.72],
      ['4020', 0.16],
      ['4030', 0.12],
    ],
    invoice: 2_900,
    labor: 0.33,
    bought: [
      ['5260', 0.035],
      ['5230', 0.02],
      ['5320', 0.02],
    ],
    taxed: false,
    retainage: 0,
  },
  {
    code: 'ENH',
    name: 'Enhancement',
    kind: 'Project',
    revenue: 4_200_000,
    months: [1, 1, 5, 12, 15, 13, 9, 8, 11, 13, 9, 3],
    services: [
      ['4110', 0.58],
      ['4120', 0.22],
      ['4130', 0.2],
    ],
    invoice: 4_300,
    labor: 0.25,
    bought: [
      ['5210', 0.16],
      ['5230', 0.06],
      ['5310', 0.02],
    ],
    taxed: true,
    retainage: 0,
  },
  {
    code: 'DSB',
    name: 'Design-build',
    kind: 'Project',
    revenue: 5_600_000,
    months: [2, 2, 6, 10, 13, 14, 13, 12, 11, 9, 6, 2],
    services: [
      ['4220', 0.55],
      ['4230', 0.37],
      ['4210', 0.08],
    ],
    invoice: 12_850,
    labor: 0.2,
    bought: [
      ['5220', 0.15],
      ['5210', 0.08],
      ['5310', 0.1],
    ],
    taxed: false,
    retainage: 0.05,
  },
  {
    code: 'IRR',
    name: 'Irrigation',
    kind: 'Project',
    revenue: 2_200_000,
    months: [0, 0, 4, 16, 14, 10, 9, 9, 8, 16, 13, 1],
    services: [
      ['4320', 0.6],
      ['4310', 0.4],
    ],
    invoice: 2_050,
    labor: 0.27,
    bought: [['5240', 0.19]],
    taxed: true,
    retainage: 0,
  },
  {
    code: 'TRE',
    name: 'Tree care',
    kind: 'Project',
    revenue: 2_000_000,
    months: [7, 8, 9, 8, 7, 8, 9, 9, 9, 9, 9, 8],
    services: [
      ['4410', 0.74],
      ['4420', 0.26],
    ],
    invoice: 3_450,
    labor: 0.32,
    bought: [['5260', 0.04]],
    taxed: false,
    retainage: 0,
  },
  {
    code: 'SNO',
    name: 'Snow and ice',
    kind: 'Seasonal',
    revenue: 3_600_000,
    months: [28, 24, 14, 2, 0, 0, 0, 0, 0, 0, 8, 24],
    services: [
      ['4520', 0.44],
      ['4510', 0.34],
      ['4530', 0.22],
    ],
    invoice: 2_500,
    labor: 0.15,
    bought: [
      ['5250', 0.11],
      ['5320', 0.19],
    ],
    taxed: false,
    retainage: 0,
  },
];

/** Cost of running equipment and of the rest of a job, for every division. */
export const RUNNING: readonly (readonly [account: string, ratio: number])[] = [
  ['5410', 0.034],
  ['5420', 0.024],
  ['5430', 0.009],
  ['5510', 0.008],
  ['5520', 0.007],
];
export const DEPRECIATION = 0.03;
/** Burden on wages. */
export const BURDEN = [
  ['5110', '2110', 0.09],
  ['5120', '2120', 0.06],
  ['5130', '2130', 0.08],
] as const;
export const OVERTIME = 0.06;

/** Overhead of a branch: share of its planned revenue of a year, and who bills it. */
export const OVERHEADS: readonly (readonly [account: string, ratio: number, paid: 'AP' | 'PR' | 'GL', payee: string])[] = [
  ['6010', 0.035, 'PR', ''],
  ['6020', 0.014, 'PR', ''],
  ['6030', 0.009, 'AP', 'Harbour Road Properties LLC'],
  ['6040', 0.009, 'GL', 'Prepaid insurance'],
  ['6050', 0.003, 'AP', 'SafeGear Workwear'],
  ['6060', 0.002, 'AP', 'Green Industry Institute'],
  ['7010', 0.089, 'PR', ''],
  ['7020', 0.009, 'PR', ''],
  ['7030', 0.008, 'AP', 'Keystone Health Plan'],
  ['7110', 0.012, 'AP', 'Commerce Park Offices'],
  ['7120', 0.004, 'AP', 'Valley Power & Water'],
  ['7130', 0.003, 'AP', 'Tri-County Telecom'],
  ['7140', 0.006, 'AP', 'Cloudfield Software'],
  ['7150', 0.002, 'AP', 'Paper & Ink Supply'],
  ['7210', 0.009, 'AP', 'Leafline Media'],
  ['7220', 0.008, 'PR', ''],
  ['7310', 0.006, 'AP', 'Hart, Lowell & Partners CPA'],
  ['7320', 0.009, 'GL', 'Prepaid insurance'],
  ['7330', 0.005, 'AP', 'First Meadow Bank'],
  ['7410', 0.003, 'GL', 'Allowance'],
  ['7420', 0.004, 'GL', 'Depreciation'],
];
export const INTEREST_EXPENSE = 0.008;
export const INTEREST_INCOME = 0.001;
export const INCOME_TAX = 0.021;
