import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate } from 'react-router';
import { loadWords } from './lib/i18n.ts';
import { Booting } from './shell/booting.tsx';
import { CrashPage, WholeCrashPage } from './shell/crash-page.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { SignedIn } from './shell/signed-in.tsx';

/** A page's code and its features' words, fetched side by side. */
function page<M>(load: () => Promise<M>, component: (module: M) => ComponentType, ...features: string[]) {
  return async () => {
    const [module] = await Promise.all([load(), loadWords(features)]);
    return { Component: component(module) };
  };
}

export function createRouter() {
  return createBrowserRouter([
    {
      HydrateFallback: Booting,
      ErrorBoundary: WholeCrashPage,
      children: [
        {
          path: '/sign-in',
          lazy: page(
            () => import('./pages/sign-in.tsx'),
            (m) => m.SignInPage,
            'sign-in',
          ),
        },
        {
          Component: SignedIn,
          children: [
            {
              // Inside the layout, so that a page that crashes leaves the navigation standing.
              ErrorBoundary: CrashPage,
              children: [
                { index: true, element: <Navigate to="/overview" replace /> },
                {
                  path: '/overview',
                  lazy: page(
                    () => import('./pages/overview.tsx'),
                    (m) => m.OverviewPage,
                    'overview',
                  ),
                },
                {
                  path: '/organizations',
                  lazy: page(
                    () => import('./pages/organizations.tsx'),
                    (m) => m.OrganizationsPage,
                    'organizations',
                  ),
                },
                {
                  path: '/organizations/:organization',
                  lazy: page(
                    () => import('./pages/organization.tsx'),
                    (m) => m.OrganizationPage,
                    'organizations',
                    'repositories',
                  ),
                },
                {
                  path: '/images',
                  lazy: page(
                    () => import('./pages/images.tsx'),
                    (m) => m.ImagesPage,
                    'repositories',
                  ),
                },
                {
                  path: '/upload',
                  lazy: page(
                    () => import('./pages/upload.tsx'),
                    (m) => m.UploadPage,
                    'page-uploads',
                  ),
                },
                {
                  path: '/images/:organization/*',
                  lazy: page(
                    () => import('./pages/image-or-tag.tsx'),
                    (m) => m.ImageOrTagPage,
                  ),
                },
                {
                  path: '/compare',
                  lazy: page(
                    () => import('./pages/compare.tsx'),
                    (m) => m.ComparePage,
                    'comparisons',
                  ),
                },
                {
                  path: '/login-commands',
                  lazy: page(
                    () => import('./pages/login-commands.tsx'),
                    (m) => m.LoginCommandsPage,
                    'login-commands',
                    'access-keys',
                  ),
                },
                {
                  path: '/tasks',
                  lazy: page(
                    () => import('./pages/tasks.tsx'),
                    (m) => m.TasksPage,
                    'jobs',
                  ),
                },
                {
                  path: '/audit',
                  lazy: page(
                    () => import('./pages/audit.tsx'),
                    (m) => m.AuditPage,
                    'audit',
                  ),
                },
                {
                  path: '/storage',
                  lazy: page(
                    () => import('./pages/storage.tsx'),
                    (m) => m.StoragePage,
                    'storage',
                    'jobs',
                  ),
                },
                {
                  path: '/network',
                  lazy: page(
                    () => import('./pages/network.tsx'),
                    (m) => m.NetworkPage,
                    'network',
                  ),
                },
                {
                  path: '/users',
                  lazy: page(
                    () => import('./pages/users.tsx'),
                    (m) => m.UsersPage,
                    'users',
                  ),
                },
                {
                  path: '/accounts',
                  lazy: page(
                    () => import('./pages/accounts.tsx'),
                    (m) => m.AccountsPage,
                    'accounts',
                  ),
                },
                {
                  path: '/accounts/:account',
                  lazy: page(
                    () => import('./pages/account.tsx'),
                    (m) => m.AccountPage,
                    'accounts',
                    'users',
                  ),
                },
                {
                  path: '/robots',
                  lazy: page(
                    () => import('./pages/robots.tsx'),
                    (m) => m.RobotsPage,
                    'robots',
                    'login-commands',
                  ),
                },
                {
                  path: '/troubleshooting',
                  lazy: page(
                    () => import('./pages/troubleshooting.tsx'),
                    (m) => m.TroubleshootingPage,
                    'troubleshooting',
                    'refusals',
                  ),
                },
                {
                  path: '/profile',
                  lazy: page(
                    () => import('./pages/profile.tsx'),
                    (m) => m.ProfilePage,
                    'profile',
                    'second-factors',
                    'oidc',
                    'login-commands',
                    'access-keys',
                  ),
                },
                { path: '*', Component: NotFoundPage },
              ],
            },
          ],
        },
      ],
    },
  ]);
}
