import { projectRoot } from '#platform/configuration';
import { newDepartment } from '../scaffold/index.js';

/** `new-department`: writes a department that runs at once, and says what to do next. */
export async function newDepartmentCommand(name: string): Promise<void> {
  const { files } = await newDepartment(projectRoot(), name);
  process.stdout.write(
    `Written:\n${files.map((f) => `  ${f}`).join('\n')}\n\nNext: npm start, then open the new tab. Edit the declaration to make it yours.\n`,
  );
}
