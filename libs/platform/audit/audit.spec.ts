import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrations } from '#migrations';
import { migrate, openStorage, type Storage } from '#platform/storage';
import { Audit } from './audit.service.js';
import { AuditEvent } from './audit-event.entity.js';

describe('audit', () => {
  let folder: string;
  let storage: Storage;
  const audit = new Audit();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jupiter-audit-'));
    storage = await openStorage({ file: join(folder, 'jupiter.sqlite'), entities: [AuditEvent], migrations });
    await migrate(storage);
  });

  afterEach(async () => {
    await storage.close();
    await rm(folder, { recursive: true });
  });

  it('records who did what to which object, with what it was before and after', async () => {
    const deed = { actor: 'ida', action: 'role.granted', object: 'person:leo', before: { roles: [] }, after: { roles: ['lead'] } };
    await storage.write((tx) => audit.record(tx, { ...deed, requestId: 'r-1', address: '10.0.0.7' }));
    expect(storage.read('SELECT actor, action, object, before, after, request_id, address FROM audit_event')).toEqual([
      { ...deed, before: '{"roles":[]}', after: '{"roles":["lead"]}', request_id: 'r-1', address: '10.0.0.7' },
    ]);
  });

  it('keeps no event of a deed that failed', async () => {
    const failed = storage.write(async (tx) => {
      await audit.record(tx, { actor: 'ida', action: 'role.granted', object: 'person:leo' });
      throw new Error('the deed failed');
    });
    await expect(failed).rejects.toThrow('the deed failed');
    expect(storage.read('SELECT 1 FROM audit_event')).toEqual([]);
  });

  it('does not change an event once it is written', async () => {
    await storage.write((tx) => audit.record(tx, { actor: 'ida', action: 'role.granted', object: 'person:leo' }));
    await storage.write(async (tx) => {
      const event = await tx.findOneByOrFail(AuditEvent, { actor: 'ida' });
      await tx.save(AuditEvent, { ...event, actor: 'somebody else' });
    });
    expect(storage.one('SELECT actor FROM audit_event')).toEqual({ actor: 'ida' });
  });
});
