import { QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import enUs from 'antd/locale/en_US';
import zhCn from 'antd/locale/zh_CN';
import { type ReactNode, useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useColourMode } from './lib/colour-mode.ts';
import { cspNonce } from './lib/csp-nonce.ts';
import { createQueryClient } from './lib/query-client.ts';
import { applyColours, themes } from './theme.ts';

const csp = { nonce: cspNonce };
// antd would part two Chinese characters: 完 成.
const button = { autoInsertSpace: false };

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  const { i18n } = useTranslation();
  const mode = useColourMode();
  useLayoutEffect(() => applyColours(mode), [mode]);
  return (
    <QueryClientProvider client={client}>
      <ConfigProvider csp={csp} button={button} theme={themes[mode]} locale={i18n.language === 'zh-CN' ? zhCn : enUs}>
        <App component={false}>{children}</App>
      </ConfigProvider>
    </QueryClientProvider>
  );
}
