import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public, Requires } from '#platform/identity';
import { metricsElsewhere } from './errors.js';
import { Metrics } from './metrics.js';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** The figures in Prometheus's text form. */
@ApiExcludeController()
@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** For a collector on this machine. A request that came through a proxy comes from elsewhere. */
  @Public()
  @Get('metrics')
  async local(@Req() request: Request, @Res() response: Response): Promise<void> {
    const forwarded = request.headers['x-forwarded-for'] !== undefined || request.headers['forwarded'] !== undefined;
    if (forwarded || !LOOPBACK.has(request.socket.remoteAddress ?? '')) throw metricsElsewhere();
    await this.send(response);
  }

  /** For people who may observe the platform. */
  @Requires('platform.observe')
  @Get('api/metrics')
  async signedIn(@Res() response: Response): Promise<void> {
    await this.send(response);
  }

  private async send(response: Response): Promise<void> {
    const { type, text } = await this.metrics.render();
    response.setHeader('Cache-Control', 'no-store').type(type).send(text);
  }
}
