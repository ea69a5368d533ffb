import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Me } from '#core/contract';
import { CurrentViewer, SignedIn } from './access.js';
import { MeService } from './me.service.js';
import type { Viewer } from './viewer.js';

/** The person who is signed in. */
@ApiTags('identity')
@Controller('api/me')
export class MeController {
  constructor(private readonly me: MeService) {}

  /** Who is signed in, and what they may open. */
  @Get()
  @SignedIn()
  show(@CurrentViewer() viewer: Viewer): Me {
    return this.me.describe(viewer);
  }
}
