import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type FieldFault, invalidRequest } from './errors.js';

/** The pipe for every input: unknown fields are refused, known ones checked and converted to their class. */
export function validation(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => invalidRequest(errors.flatMap((error) => faultsOf(error, ''))),
  });
}

/** Nested faults are named by their path, such as `filters.0.value`. */
function faultsOf(error: ValidationError, parent: string): FieldFault[] {
  const field = parent ? `${parent}.${error.property}` : error.property;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, field))];
}
