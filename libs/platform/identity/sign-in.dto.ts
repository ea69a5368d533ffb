import { IsNotEmpty, IsString, MaxLength } from 'class-validator';

/** What a person types to sign in. Read before validation by the guard that asks the directory; declared here for the API's document. */
export class SignIn {
  /** Account name, principal name (name@company.example) or DOMAIN\name. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(256)
  username: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(256)
  password: string;
}
