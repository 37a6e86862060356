/**
 * How many whole seconds this machine's clock is ahead of the server's (negative: behind). The server looked at its clock
 * somewhere between both moments here: what fits in between is no difference.
 */
export function clockSkew(sentAt: number, answeredAt: number, serverTime: number): number {
  if (serverTime < sentAt) return Math.round((sentAt - serverTime) / 1000);
  if (serverTime > answeredAt) return -Math.round((serverTime - answeredAt) / 1000);
  return 0;
}
