import { Global, Module, type Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { CONFIGURATION, type Configuration } from '#platform/configuration';
import { AuthController } from './auth.controller.js';
import { Clock } from './clock.js';
import { Directory, type DirectorySource } from './directory/directory.js';
import { DirectoryStrategy } from './directory/directory.strategy.js';
import { SignInGuard } from './directory/sign-in.guard.js';
import { SignInThrottle } from './directory/sign-in-throttle.js';
import { DirectoryHealth } from './directory-health.js';
import { DIRECTORY_SOURCE, directorySourceOf, rolesMapOf } from './directory-source.js';
import { Identity } from './identity.service.js';
import { MeController } from './me.controller.js';
import { MeService } from './me.service.js';
import { People } from './people.service.js';
import { ROLES_MAP, Roles } from './roles.js';
import type { RolesMap } from './roles-map.js';
import { SameOriginGuard } from './same-origin.guard.js';
import { SessionGuard } from './session.guard.js';
import { SessionCookie } from './session-cookie.js';
import { Sessions } from './sessions.service.js';
import { SignInLog } from './sign-in-log.js';
import { SignInOptionsController } from './sign-in-options.controller.js';

const SERVICES: Provider[] = [
  Clock,
  Roles,
  People,
  Sessions,
  Identity,
  MeService,
  SignInLog,
  SignInThrottle,
  SignInGuard,
  DirectoryStrategy,
  DirectoryHealth,
];

const GUARDS: Provider[] = [
  {
    provide: APP_GUARD,
    inject: [CONFIGURATION, SessionCookie],
    useFactory: ({ publicUrl }: Configuration, cookie: SessionCookie) => new SameOriginGuard(publicUrl, cookie),
  },
  { provide: APP_GUARD, useClass: SessionGuard },
];

const FROM_CONFIGURATION: Provider[] = [
  { provide: DIRECTORY_SOURCE, inject: [CONFIGURATION], useFactory: directorySourceOf },
  { provide: ROLES_MAP, inject: [CONFIGURATION, DIRECTORY_SOURCE], useFactory: rolesMapOf },
  {
    provide: Directory,
    inject: [DIRECTORY_SOURCE, ROLES_MAP],
    useFactory: (source: DirectorySource, map: RolesMap) => new Directory(source, Object.keys(map)),
  },
  {
    provide: SessionCookie,
    inject: [CONFIGURATION],
    useFactory: ({ publicUrl, session }: Configuration) => new SessionCookie(publicUrl, session.absoluteHours),
  },
];

/**
 * Sign-in, sessions, permissions. Its two guards stand before every route of the app, the origin before the session.
 * Needs ConfigurationModule, StorageModule, AuditModule and RegistryModule, which are global.
 */
@Global()
@Module({
  imports: [PassportModule.register({ session: false })],
  controllers: [AuthController, MeController, SignInOptionsController],
  providers: [...FROM_CONFIGURATION, ...SERVICES, ...GUARDS],
  exports: [Identity, DirectoryHealth],
})
export class IdentityModule {}
