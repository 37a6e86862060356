/** No 0, O, 1, l or I: it may be read out. */
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Twenty letters, about 116 bits. */
export function randomPassword(): string {
  // Bytes above the last whole multiple would make the first letters likelier.
  const limit = 256 - (256 % letters.length);
  let password = '';
  while (password.length < 20) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      if (byte < limit && password.length < 20) password += letters[byte % letters.length];
    }
  }
  return password;
}
