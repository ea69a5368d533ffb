import { Body, Controller, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Me } from '#core/contract';
import { Public } from './access.js';
import type { DirectoryPerson } from './directory/directory-person.js';
import { SignInGuard } from './directory/sign-in.guard.js';
import { Identity } from './identity.service.js';
import { MeService } from './me.service.js';
import { originOf } from './origin.js';
import { SessionCookie } from './session-cookie.js';
import { SignIn } from './sign-in.dto.js';

/** Signing in and out. */
@ApiTags('identity')
@Controller('api/auth')
export class AuthController {
  constructor(
    private readonly identity: Identity,
    private readonly me: MeService,
    private readonly cookie: SessionCookie,
  ) {}

  /** Begins a session: name and password are checked with the directory. Answers 429 with Retry-After after too many wrong tries. */
  @Post('sign-in')
  @HttpCode(200)
  @Public()
  @UseGuards(SignInGuard)
  async signIn(@Body() _credentials: SignIn, @Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<Me> {
    const person = request.user as DirectoryPerson;
    const { token, viewer } = await this.identity.signIn(person, originOf(request), this.cookie.read(request));
    this.cookie.write(response, token);
    return this.me.describe(viewer);
  }

  /** Ends the session. Answers the same when there is none. */
  @Post('sign-out')
  @HttpCode(204)
  @Public()
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.identity.signOut(this.cookie.read(request), originOf(request));
    this.cookie.clear(response);
  }
}
