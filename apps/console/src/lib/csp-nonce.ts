/** The nonce that the server put into the page. Browsers hide the attribute `nonce`, not a meta element's content. */
export const cspNonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

/**
 * antd's scroll lock and its measuring of scroll bars make style elements without the nonce of `ConfigProvider`; the
 * page's policy would refuse them. Scripts that may run here at all have passed the policy already.
 */
export function nonceForStyleElements(): void {
  const create = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = cspNonce;
    return element;
  };
}
