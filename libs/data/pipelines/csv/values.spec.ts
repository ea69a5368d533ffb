import { choice, date, decimal, type Field, flag, integer, money, period, text } from '#core/kit';
import { Refusal } from './refusal.js';
import { valueReader } from './values.js';

function read(field: Field, value: string): unknown {
  const result = valueReader('amount', field)(value);
  return result instanceof Refusal ? result.reason : result;
}

describe('values of a file', () => {
  it('reads money exactly into units of the last place', () => {
    const usd = money('USD');
    const cases: [string, bigint][] = [
      ['12.5', 1250n],
      ['-0.01', -1n],
      ['+7', 700n],
      ['22080.0', 2208000n],
      ['.5', 50n],
      ['5.', 500n],
      ['1.5000', 150n],
      ['007.10', 710n],
      ['9007199254740993.01', 900719925474099301n],
      ['-0', 0n],
    ];
    for (const [written, units] of cases) expect([written, read(usd, written)]).toEqual([written, units]);
  });

  it('refuses to guess a sign, a unit or an exponent, and says why', () => {
    const usd = money('USD');
    expect(read(usd, '(99.10)')).toBe('is written in brackets; write a negative amount with a leading minus');
    expect(read(usd, '12.00-')).toBe('has its minus at the end; write a negative amount with a leading minus');
    expect(read(usd, '1.2E+05')).toBe('is written with an exponent, which may have lost digits');
    expect(read(usd, '12.00CR')).toBe('is not a number such as -1234.50');
    expect(read(usd, '$12.00')).toBe('is not a number such as -1234.50');
    expect(read(usd, ' 12.00')).toBe('has blanks around it; declare `trim` where the file pads its values');
    expect(read(usd, '1,234.50')).toBe("does not fit the declared decimal mark '.' and no thousands separator");
    for (const nothing of ['.', '-', '+', '-.', '--1', '1.2.3', '１', 'NaN', 'Infinity', '0x10'])
      expect(read(usd, nothing)).toEqual(expect.any(String));
  });

  it('refuses decimals with too many places, or rounds halves away from zero where declared', () => {
    expect(read(money('USD'), '1.005')).toBe('has 3 decimal places, 2 are kept');
    const rounded = money('USD', { excess: 'round' });
    expect(read(rounded, '1.005')).toBe(101n);
    expect(read(rounded, '-1.005')).toBe(-101n);
    expect(read(rounded, '1.00499999999999999999')).toBe(100n);
    expect(read(rounded, '-657203.80000000005')).toBe(-65720380n);
    expect(read(rounded, '0.995')).toBe(100n);
    expect(read(decimal({ places: 1 }), '0.25')).toBe('has 2 decimal places, 1 is kept');
  });

  it('reads a decimal comma and thousands separators, which must stand every three digits', () => {
    const german = money('EUR', { decimalMark: ',', thousands: '.' });
    expect(read(german, '1.234.567,89')).toBe(123456789n);
    expect(read(german, '1234,5')).toBe(123450n);
    expect(read(german, '12.34')).toBe("does not fit the declared decimal mark ',' and thousands separator '.'");
    expect(read(money('CHF', { thousands: "'" }), "-1'234.50")).toBe(-123450n);
    const french = money('EUR', { decimalMark: ',', thousands: ' ' });
    for (const blank of [' ', '\u00a0', '\u202f']) expect(read(french, `1${blank}234,50`)).toBe(123450n);
  });

  it('keeps within the digits of the column and the declared bounds', () => {
    expect(read(money('USD'), '10000000000000000.00')).toBe('has more digits than the 18 that are kept');
    expect(read(decimal({ places: 10 }), '12345678901234567890.0123456789')).toBe(123456789012345678900123456789n);
    expect(read(money('USD', { min: 0, max: 99.5 }), '-0.01')).toBe('is less than 0');
    expect(read(money('USD', { min: 0, max: 99.5 }), '99.51')).toBe('is more than 99.5');
    expect(() => valueReader('amount', money('USD', { min: 0.001 }))).toThrow(
      expect.objectContaining({ code: 'pipelines.unusable-bound' }),
    );
  });

  it('reads whole numbers within 64 bits', () => {
    expect(read(integer(), '-9223372036854775808')).toBe(-9223372036854775808n);
    expect(read(integer(), '9223372036854775808')).toBe('is larger than 64 bits can hold');
    expect(read(integer(), '12.0')).toBe(12n);
    expect(read(integer(), '12.5')).toBe('is not a whole number');
    expect(read(integer(), 'abc')).toBe('is not a whole number');
    expect(read(integer({ min: 1 }), '0')).toBe('is less than 1');
  });

  it('reads dates in the declared format only, and only days that exist', () => {
    expect(read(date(), '2024-02-29')).toBe('2024-02-29');
    expect(read(date(), '2025-02-31')).toBe('is a day that does not exist');
    expect(read(date({ format: 'dd.MM.yyyy' }), '31.12.2025')).toBe('2025-12-31');
    expect(read(date({ format: 'MM/dd/yyyy' }), '13/02/2018')).toBe('is a day that does not exist');
    expect(read(date({ format: 'dd.MM.yyyy' }), '1.2.2025')).toBe('is not a date written dd.MM.yyyy');
    expect(read(date({ format: 'yyyyMMdd' }), '20251231')).toBe('2025-12-31');
    expect(read(date(), '2025-01-01 00:00:00')).toBe('is not a date written yyyy-MM-dd');
  });

  it('allows a time in a date where the format has one, and checks it', () => {
    const field = date({ format: 'yyyy-MM-dd HH:mm:ss.SSS' });
    expect(read(field, '2010-12-29 23:59:59.999')).toBe('2010-12-29');
    expect(read(field, '2010-12-29 24:00:00.000')).toBe('has a time that does not exist');
    expect(read(field, '2010-12-29')).toBe('is not a date written yyyy-MM-dd HH:mm:ss.SSS');
  });

  it('refuses a declared format that cannot be read', () => {
    for (const format of ['yy-MM-dd', 'yyyy-MM', 'yyyy-MM-dd-dd', 'yyyy-MMM-dd']) {
      expect(() => valueReader('day', date({ format }))).toThrow(expect.objectContaining({ code: 'pipelines.unknown-format' }));
    }
  });

  it('reads periods, choices, flags and patterns', () => {
    expect(read(period(), '2026-03')).toBe('2026-03');
    expect(read(period(), '2026-14')).toBe('is not a fiscal period written YYYY-PP, such as 2026-03');
    expect(read(choice(['North', 'South']), 'South')).toBe('South');
    expect(read(choice(['North', 'South']), 'south')).toBe('is none of North, South');
    expect([read(flag(), 'Yes'), read(flag(), '0'), read(flag(), 'TRUE')]).toEqual([true, false, true]);
    expect(read(flag(), 'maybe')).toBe('is neither yes nor no (true, false, y, n, 1, 0)');
    const unit = text({ pattern: /^[A-Z]{2}-\d{3}$/g });
    expect([read(unit, 'AB-123'), read(unit, 'AB-123')]).toEqual(['AB-123', 'AB-123']);
    expect(read(unit, 'ab-1')).toBe('does not match /^[A-Z]{2}-\\d{3}$/');
  });

  it('keeps leading zeros of text, and knows nothing from something', () => {
    expect(read(text(), '0070')).toBe('0070');
    expect(read(text(), '')).toBe('is empty, and a value is required');
    expect(read(text({ optional: true }), '')).toBeNull();
    expect(read(money('USD', { optional: true }), '')).toBeNull();
  });
});
