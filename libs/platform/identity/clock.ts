import { Injectable } from '@nestjs/common';

/** The time, so that a test can let an hour pass. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
