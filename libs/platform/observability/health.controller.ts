import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '#platform/identity';
import { type Health, HealthChecks } from './health-checks.js';

/** For load balancers, pm2 and whoever watches. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(private readonly checks: HealthChecks) {}

  /** The process answers: do not restart it. */
  @Public()
  @Get('live')
  live(): { ok: true } {
    return { ok: true };
  }

  /** 200 when everything it needs is well, else 503; with each finding. */
  @Public()
  @Get('ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<Health> {
    const health = await this.checks.look();
    response.status(health.ok ? 200 : 503).setHeader('Cache-Control', 'no-store');
    return health;
  }
}
