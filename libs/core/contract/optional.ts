import { ValidateIf } from 'class-validator';

/** The field may be left out. Unlike class-validator's own, null is no way to leave it out: it is checked, and refused. */
export const Optional = () => ValidateIf((_object: object, value: unknown) => value !== undefined);
