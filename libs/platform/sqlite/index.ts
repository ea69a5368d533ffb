export { notDurable } from './errors.js';
export { type Connection, openConnection, type PreparedStatement } from './open-connection.js';
