import DOMPurify from 'dompurify';
import { Marked, type Tokens } from 'marked';

const allowedAddress = /^(?:https?:|mailto:)/i;
const ownPicture = /^data:image\/(?:png|gif|jpeg|webp);base64,/i;

const marked = new Marked<string>({
  gfm: true,
  async: false,
  renderer: {
    // Shown as written: no HTML of a stranger reaches the page.
    html: ({ text }) => escapeHtml(text),
    // The page has one h1, its own.
    heading({ depth, tokens }) {
      const level = Math.min(depth + 1, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
    checkbox: ({ checked }: Tokens.Checkbox) => (checked ? '☑ ' : '☐ '),
    // A picture from elsewhere would tell that server who reads here, and the page's policy does not load it.
    image({ href, text }) {
      const alt = escapeHtml(text);
      if (ownPicture.test(href)) return `<img src="${escapeHtml(href)}" alt="${alt}">`;
      return allowedAddress.test(href) ? `<a href="${escapeHtml(href)}">${alt || escapeHtml(href)}</a>` : alt;
    },
  },
});

const purify = DOMPurify(window);
purify.addHook('afterSanitizeAttributes', (node) => {
  if (node.nodeName !== 'A' || !node.hasAttribute('href')) return;
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer nofollow ugc');
});

const rules = {
  ALLOWED_TAGS: [
    ...['h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'a', 'img'],
    ...['ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'src', 'alt', 'title', 'align', 'start'],
  ALLOWED_URI_REGEXP: allowedAddress,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
} as const;

/** GitHub's Markdown as nodes for the page: sanitised, links to the web and to mail only, pictures only from within the text. */
export function renderMarkdown(text: string): DocumentFragment {
  const fragment = purify.sanitize(marked.parse(text) as string, {
    ...rules,
    ALLOWED_TAGS: [...rules.ALLOWED_TAGS],
    ALLOWED_ATTR: [...rules.ALLOWED_ATTR],
  });
  for (const wide of fragment.querySelectorAll('pre, table')) {
    const frame = document.createElement('div');
    frame.className = 'markdown-wide';
    // What scrolls has to be reachable by keyboard.
    frame.tabIndex = 0;
    wide.replaceWith(frame);
    frame.append(wide);
  }
  return fragment;
}

function escapeHtml(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character] ?? '&#39;',
  );
}
