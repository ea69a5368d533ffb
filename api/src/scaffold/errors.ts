import { Problem } from '#core/kernel';

export const nameRefused = (name: string, why: string, remedy: string): Problem =>
  new Problem('scaffold.name-refused', 400, `'${name}' cannot be the name of a department. ${why}`, remedy);

export const departmentExists = (name: string, where: string): Problem =>
  new Problem(
    'scaffold.department-exists',
    409,
    `There is a department '${name}' already: ${where}.`,
    'Choose another name, or edit that one.',
  );

export const listNotFound = (file: string): Problem =>
  new Problem(
    'scaffold.list-not-found',
    409,
    `${file} does not hold one plain list 'export const departments: ModuleSpec[] = […];', so nothing was written.`,
    'Give it that form again, or add the department by hand.',
  );
