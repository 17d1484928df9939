import type { Options } from 'lectern-protocol/options';
import type { ChatClient } from '../chat/chat-client.js';
import type { AuditAction, AuditEntry, AuditQuery, Page, Store } from '../store/store.js';

interface Services {
  store: Pick<Store, 'addAuditEntry' | 'auditEntries'>;
  options: Pick<Options, 'auditEntries' | 'auditRetention'>;
  log: { error(fields: object, text: string): void };
}

/** The class, lecture and person that an action concerned. */
export type AuditSubject = Omit<AuditEntry, 'id' | 'at' | 'action' | 'actor' | 'key'>;

/** Who takes an action with the HTTP API: a program, by the name of its key, or an administrator. */
export type Operator = Pick<AuditEntry, 'actor' | 'key'>;

/**
 * Records what teachers and operators do to others. Every handler or route by which somebody removes, mutes or deletes
 * what belongs to somebody else calls `record` or `recordOperator` when the action is done.
 */
export class AuditLog {
  constructor(private readonly services: Services) {}

  /** Records an action of a user. Never rejects. */
  record({ user, username }: ChatClient, action: AuditAction, subject: AuditSubject): Promise<void> {
    return this.add({ action, actor: { id: user.id, name: username }, ...subject });
  }

  /** Records an action that was taken with an API key, or with the token of an administrator. Never rejects. */
  recordOperator(action: AuditAction, subject: AuditSubject, by: Operator): Promise<void> {
    return this.add({ action, ...by, ...subject });
  }

  /** Returns a page of the entries that are not older than the retention, oldest first. */
  entries(query: Omit<AuditQuery, 'since'>): Promise<Page<AuditEntry>> {
    return this.services.store.auditEntries({ ...query, since: Date.now() - this.retention });
  }

  private get retention(): number {
    return this.services.options.auditRetention * 1000;
  }

  private async add(entry: Omit<AuditEntry, 'id' | 'at'>): Promise<void> {
    const { store, options, log } = this.services;
    try {
      const { retention } = this;
      await store.addAuditEntry({
        entry: { ...entry, at: Date.now() },
        most: options.auditEntries,
        retention,
      });
    } catch (err) {
      const { action, actor, classUuid, lecture, target } = entry;
      const ids = { actor: actor?.id, classUuid, lectureId: lecture?.id, target: target?.id };
      // The action is done already, and must not be reported as failed.
      log.error({ err, action, ...ids }, 'an entry of the audit log could not be stored');
    }
  }
}
