import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignInOptions } from '#core/contract';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { Public } from './access.js';
import { Directory } from './directory/directory.js';
import { DEMO_PASSWORD, DEMO_PEOPLE } from './embedded/demo-company.js';

/** What the sign-in page needs before anyone is known. */
@ApiTags('identity')
@Controller('api/auth/options')
export class SignInOptionsController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Pick<Configuration, 'company'>,
    private readonly directory: Directory,
  ) {}

  /** The company's name and, in the demo only, whom one can try Jupiter as. */
  @Get()
  @Public()
  show(): SignInOptions {
    const demo = this.directory.isDemo;
    const people = demo ? DEMO_PEOPLE.map(({ account, name, title }) => ({ account, name, role: title, password: DEMO_PASSWORD })) : [];
    return { company: this.configuration.company, demo, people };
  }
}
