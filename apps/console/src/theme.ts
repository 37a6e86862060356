import { type ThemeConfig, theme } from 'antd';

export type ColourMode = 'light' | 'dark';

const fontSans =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';
const fontMono =
  'ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace';

const reducesMotion = matchMedia('(prefers-reduced-motion: reduce)').matches;

/** Every colour of the console. Text pairs keep 4.5 to 1 on their ground (WCAG 2.2, 1.4.3). */
const colours = {
  light: {
    primary: '#0b5a8c',
    primaryHover: '#257099',
    link: '#0b5a8c',
    success: '#18794e',
    warning: '#9a5b00',
    error: '#c4302b',
    errorHover: '#cc423c',
    errorActive: '#9e1b1b',
    onError: '#ffffff',
    text: '#13232e',
    textSecondary: '#4a5c68',
    textTertiary: '#5c6d78',
    ground: '#f3f6f8',
    surface: '#ffffff',
    raised: '#ffffff',
    border: '#cfd9e0',
    hairline: '#e3e9ed',
    hover: '#f3f7fa',
    chosen: '#e3f0f8',
    rail: '#0a2b40',
    railText: '#bcd0dd',
    railStrong: '#ffffff',
    railHover: '#12394f',
    railChosen: '#14577f',
    code: '#f0f4f7',
    codeText: '#15303f',
    pulled: '#1176b5',
    pushed: '#17a398',
    chartGrid: '#e3e9ed',
    errorGround: '#fdf0ef',
    warningGround: '#fdf6e7',
    successGround: '#e8f6ef',
    shadow: 'rgba(10, 43, 64, 0.08)',
    shade: 'rgba(10, 43, 64, 0.45)',
    paper: '#ffffff',
    ink: '#0a1620',
  },
  dark: {
    primary: '#2f8cc6',
    primaryHover: '#2f78a6',
    link: '#6dbcec',
    success: '#4cc38a',
    warning: '#f0b429',
    error: '#ff7b72',
    errorHover: '#e8978e',
    errorActive: '#c8655e',
    onError: '#1d0a09',
    text: '#e6eef3',
    textSecondary: '#a9bac5',
    textTertiary: '#8fa2ae',
    ground: '#0d161c',
    surface: '#131f27',
    raised: '#1a2933',
    border: '#31454f',
    hairline: '#22323c',
    hover: '#182731',
    chosen: '#16394f',
    rail: '#091117',
    railText: '#a3b6c2',
    railStrong: '#ffffff',
    railHover: '#13222c',
    railChosen: '#164460',
    code: '#0c151b',
    codeText: '#cfe3ef',
    pulled: '#4aa8e0',
    pushed: '#3cc4b7',
    chartGrid: '#22323c',
    errorGround: '#2f1a1a',
    warningGround: '#2e2613',
    successGround: '#12291f',
    shadow: 'rgba(0, 0, 0, 0.4)',
    shade: 'rgba(0, 0, 0, 0.6)',
    paper: '#ffffff',
    ink: '#0a1620',
  },
} as const satisfies Record<ColourMode, Record<string, string>>;

function themeConfig(mode: ColourMode): ThemeConfig {
  const c = colours[mode];
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: 'wharf' },
    hashed: false,
    token: {
      colorPrimary: mode === 'dark' ? '#2577ad' : c.primary,
      // antd's own for a pointer over a button are lighter or darker than their text can be read on.
      colorPrimaryHover: c.primaryHover,
      colorErrorHover: c.errorHover,
      colorErrorActive: c.errorActive,
      colorLink: c.link,
      colorLinkHover: c.link,
      colorInfo: c.link,
      colorSuccess: c.success,
      colorWarning: c.warning,
      colorError: c.error,
      colorErrorText: c.error,
      colorText: c.text,
      colorTextHeading: c.text,
      colorTextSecondary: c.textSecondary,
      colorTextTertiary: c.textTertiary,
      colorTextDescription: c.textSecondary,
      colorTextPlaceholder: c.textTertiary,
      colorBgLayout: c.ground,
      colorBgContainer: c.surface,
      colorBgElevated: c.raised,
      colorBorder: c.border,
      colorBorderSecondary: c.hairline,
      fontFamily: fontSans,
      fontFamilyCode: fontMono,
      borderRadius: 6,
      fontSize: 14,
      controlHeight: 34,
      motion: !reducesMotion,
    },
    components: {
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        fontWeight: 500,
        dangerColor: c.onError,
      },
      Dropdown: { colorError: c.error, colorTextLightSolid: c.onError },
      Tabs: { itemSelectedColor: c.link, itemActiveColor: c.link, itemHoverColor: c.link, inkBarColor: c.link },
      Form: { verticalLabelPadding: '0 0 4px', itemMarginBottom: 18 },
    },
  };
}

/** The same two objects at every call: antd rebuilds its styles when the theme's identity changes. */
export const themes: Record<ColourMode, ThemeConfig> = { light: themeConfig('light'), dark: themeConfig('dark') };

/** Gives the stylesheets their colours: `surface` is `var(--w-surface)`. */
export function applyColours(mode: ColourMode): void {
  const { style } = document.documentElement;
  style.colorScheme = mode;
  style.setProperty('--w-font-mono', fontMono);
  style.setProperty('--w-font-sans', fontSans);
  for (const [name, value] of Object.entries(colours[mode])) {
    style.setProperty(`--w-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value);
  }
}
