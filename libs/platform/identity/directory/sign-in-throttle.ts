import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { FailureWindow, type Settle } from './failure-window.js';

const MINUTE = 60_000;

/**
 * A domain locks an account after (usually) 5 wrong passwords within 30 minutes. Three in the same time leave the person two
 * tries of their own, so nobody can lock a colleague out through Jupiter.
 */
const PER_PERSON = { limit: 3, windowMs: 30 * MINUTE };
/** An office may share one address; a program that guesses names is stopped after this many. */
const PER_ADDRESS = { limit: 40, windowMs: 15 * MINUTE };

/** Keeps wrong passwords below the number that locks accounts, and guessing from one address slow. */
@Injectable()
export class SignInThrottle {
  private readonly persons: FailureWindow;
  private readonly addresses: FailureWindow;

  constructor(clock: Clock) {
    const now = () => clock.now().getTime();
    this.persons = new FailureWindow(PER_PERSON.limit, PER_PERSON.windowMs, now);
    this.addresses = new FailureWindow(PER_ADDRESS.limit, PER_ADDRESS.windowMs, now);
  }

  /** Before anything is asked of the directory. Throws TooManyAttempts. */
  fromAddress(address: string): Promise<Settle> {
    return this.addresses.admit(address);
  }

  /** Before the password of this account is tried. Throws TooManyAttempts. */
  forPerson(dn: string): Promise<Settle> {
    return this.persons.admit(dn.toLowerCase());
  }
}
