export { CurrentViewer, Public, Requires, RequiresModule, SignedIn, type ViewedRequest } from './access.js';
export { DirectoryHealth } from './directory-health.js';
export { DEMO_PASSWORD, DEMO_PEOPLE } from './embedded/demo-company.js';
export { IdentityModule } from './identity.module.js';
export { Identity } from './identity.service.js';
export { Person } from './person.entity.js';
export { assertEveryRouteDeclares, declaredRoutes } from './route-declarations.js';
export { Session } from './session.entity.js';
export { can, LOCAL_OPERATOR, type Viewer } from './viewer.js';
