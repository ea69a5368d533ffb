import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type FieldFault, invalidRequest } from './errors.js';
import { assertPlain } from './plain-input.js';

/** Looks at input as it came, before it is converted: the conversion leaves things out. */
class PlainValidationPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'custom') assertPlain(value);
    return super.transform(value, metadata);
  }
}

/** The pipe for every input: unknown fields are refused, known ones checked and converted to their class. */
export function validation(): ValidationPipe {
  return new PlainValidationPipe({
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
